import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, link, lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode, ToolError } from '../host/errors.ts';
import { ensureDirectory, fileError, readJsonIfExists, removeTree, writeJson } from '../host/files.ts';
import { withLock } from '../host/lock.ts';
import { type EntryRecord, entryFiles, readRecord, recordSchema } from './entry.ts';
import type { FetchContext } from './fetch.ts';
import { inspectTemplate } from './inspect.ts';
import { publishImage } from './publish.ts';
import type { TemplateStore } from './store.ts';
import { type TemplateVersion, templateId } from './types.ts';
import { checkAgainst, sameHash } from './verify.ts';

/**
 * Key of a template's content for caches between machines: changes with the repository's hash. Undefined for a template
 * without a hash: it could not be verified after its return.
 */
export function contentKey(version: TemplateVersion): string | undefined {
  if (version.hash === undefined) return undefined;
  const identity = [1, templateId(version), version.hash.algorithm, version.hash.value];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
}

/**
 * Takes templates to a CI cache and back. Both ways go through a directory of their own in the store: {@link stage} fills
 * it and {@link paths} names it to the cache's `save`; after the cache's `restore` filled it, {@link accept} verifies what
 * is there and moves it into the store.
 */
export class TemplateTransfer {
  readonly #store: TemplateStore;

  constructor(store: TemplateStore) {
    this.#store = store;
  }

  /** What the cache has to save and restore for a template; nothing for one without a {@link contentKey}. */
  paths(version: TemplateVersion): readonly string[] {
    const directory = this.#directory(version);
    return directory === undefined ? [] : [directory];
  }

  /**
   * Puts a template of the store where {@link paths} says, without a copy where the file system has hard links.
   *
   * @returns false when it is not in the store, or could not be verified after its return: when the repository's hash is
   *   not that of the image, but of a compressed or raw file that it was made from. Call {@link discard} after saving.
   */
  async stage(version: TemplateVersion): Promise<boolean> {
    const directory = this.#directory(version);
    const files = entryFiles(this.#store.directory, version);
    const record = await readRecord(files);
    if (directory === undefined || record === undefined || !(await this.#store.has(version))) return false;
    if (!record.hashIsOfImage || !sameHash(record.hash, version.hash)) return false;
    await removeTree(directory);
    await ensureDirectory(directory);
    await linkOrCopy(files.image, join(directory, 'image'));
    await writeJson(join(directory, 'record.json'), record);
    return true;
  }

  /**
   * Verifies what a cache has restored and moves it into the store. Afterwards the staging directory is gone.
   *
   * @returns whether the template is in the store now. What is not good is dropped with a warning.
   */
  async accept(version: TemplateVersion, context: FetchContext = {}): Promise<boolean> {
    const directory = this.#directory(version);
    if (directory === undefined) return false;
    try {
      if (!existsSync(join(directory, 'image'))) return this.#store.has(version);
      return await this.#accept(version, directory, context);
    } finally {
      await removeTree(directory);
    }
  }

  /** Removes the staging directory; fine when it is not there. */
  async discard(version: TemplateVersion): Promise<void> {
    for (const path of this.paths(version)) await removeTree(path);
  }

  async #accept(version: TemplateVersion, directory: string, context: FetchContext): Promise<boolean> {
    const files = entryFiles(this.#store.directory, version);
    const { signal, log } = context;
    const id = templateId(version);
    const lock = { what: `template ${id}`, timeoutMs: 3_600_000, temporary: true, signal, log };
    return withLock(files.lock, lock, async () => {
      if (await this.#store.has(version)) return true;
      const record = await goodRecord(version, directory, context);
      if (typeof record === 'string') {
        log?.warning(`template ${id} from the cache is not used: ${record}`);
        return false;
      }
      await rename(join(directory, 'image'), files.temporary);
      await publishImage(version, files, record);
      return true;
    });
  }

  #directory(version: TemplateVersion): string | undefined {
    const key = contentKey(version);
    return key === undefined ? undefined : join(this.#store.directory, 'transfer', key);
  }
}

/** The record of a restored image that is good, or why it is not. */
async function goodRecord(
  version: TemplateVersion,
  directory: string,
  context: FetchContext,
): Promise<EntryRecord | string> {
  const image = join(directory, 'image');
  const record = await readJsonIfExists(join(directory, 'record.json'), recordSchema).catch(() => undefined);
  if (record === undefined) return 'it has no valid record';
  if (record.id !== templateId(version) || !sameHash(record.hash, version.hash)) return 'it is another template';
  if (!record.hashIsOfImage) return 'it cannot be verified';
  if (!(await lstat(image)).isFile()) return 'it is not a file';
  const verdict = await checkAgainst(version, image, record, context);
  if (!verdict.good) return verdict.reason;
  try {
    const format = await inspectTemplate(image, record.id, context);
    return format === record.format ? record : `it is ${format} instead of ${record.format}`;
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    throw error;
  }
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!hasErrorCode(error, 'EPERM', 'EXDEV', 'ENOTSUP', 'EMLINK')) throw fileError(error, 'link', target);
    await copyFile(source, target).catch((cause: unknown) => {
      throw fileError(cause, 'write', target);
    });
  }
}
