import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, link, lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { discardPart } from '../host/download.ts';
import { hasErrorCode, ToolError } from '../host/errors.ts';
import { fileError, readJsonIfExists, writeJson } from '../host/files.ts';
import { withLock } from '../host/lock.ts';
import type { RawMapping } from '../initfile/types.ts';
import { type EntryRecord, entryFiles, readRecord, recordSchema } from './entry.ts';
import type { FetchContext } from './fetch.ts';
import { inspectTemplate } from './inspect.ts';
import { publishImage, removeUnfinished } from './publish.ts';
import { LOCK_TIMEOUT, type TemplateStore } from './store.ts';
import { type TemplateVersion, templateId } from './types.ts';
import { checkAgainst, sameHash } from './verify.ts';

/** The image in an entry of a cache, be it a template or a layer. */
export const ENTRY_IMAGE = 'image';
/** What describes it. */
export const ENTRY_RECORD = 'record.json';
const METADATA = 'metadata.json';
const metadataSchema = z.record(z.string(), z.unknown());

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
 * Takes templates to a CI cache and back, through a directory (see `withTransfer`): {@link stage} fills it for the cache's
 * `save`; what its `restore` brought, {@link accept} verifies and moves into the store.
 */
export class TemplateTransfer {
  readonly #store: TemplateStore;

  constructor(store: TemplateStore) {
    this.#store = store;
  }

  /**
   * Puts a template of the store into a directory, without a copy where the file system has hard links.
   *
   * @returns why it cannot be kept: it could not be verified after its return, when the repository's hash is not that of
   *   the image, but of a compressed or raw file that it was made from. Undefined when it is staged.
   */
  async stage(version: TemplateVersion, directory: string): Promise<string | undefined> {
    const files = entryFiles(this.#store.directory, version);
    const record = await readRecord(files);
    if (version.hash === undefined) return 'its repository gives no hash, so that it could not be verified';
    if (record === undefined || !(await this.#store.has(version))) return 'it is not in the store';
    if (!record.hashIsOfImage || !sameHash(record.hash, version.hash)) {
      return 'the hash of the repository is not that of the image, so that it could not be verified';
    }
    await linkOrCopy(files.image, join(directory, ENTRY_IMAGE));
    await writeJson(join(directory, METADATA), version.metadata);
    await writeJson(join(directory, ENTRY_RECORD), record);
    return undefined;
  }

  /**
   * Verifies what a cache has restored into a directory and moves it into the store.
   *
   * @returns why it is not used, or undefined when the template is in the store.
   */
  async accept(version: TemplateVersion, directory: string, context: FetchContext = {}): Promise<string | undefined> {
    const files = entryFiles(this.#store.directory, version);
    const { signal, log } = context;
    const lock = { what: `template ${templateId(version)}`, timeoutMs: LOCK_TIMEOUT, temporary: true, signal, log };
    return withLock(files.lock, lock, async () => {
      if (await this.#store.has(version)) return undefined;
      // Disks may lie over it: the store finds out whether it is good, and what to do.
      if (existsSync(files.image)) return 'the store has one already';
      const record = await goodRecord(version, directory, context);
      if (typeof record === 'string') return record;
      // A download that was interrupted is of no use any more; once the image is there, nobody would look for it.
      await discardPart(files.part);
      await removeUnfinished(files);
      await rename(join(directory, ENTRY_IMAGE), files.temporary);
      await publishImage(version, files, record);
      return undefined;
    });
  }
}

/** What a restored template says about itself; nothing when it has no metadata. */
export async function restoredMetadata(directory: string): Promise<RawMapping> {
  return (await readJsonIfExists(join(directory, METADATA), metadataSchema).catch(() => undefined)) ?? {};
}

/** The record of a restored image that is good, or why it is not. */
async function goodRecord(
  version: TemplateVersion,
  directory: string,
  context: FetchContext,
): Promise<EntryRecord | string> {
  const image = join(directory, ENTRY_IMAGE);
  const record = await readJsonIfExists(join(directory, ENTRY_RECORD), recordSchema).catch(() => undefined);
  if (record === undefined) return 'it has no valid record';
  if (record.id !== templateId(version) || !sameHash(record.hash, version.hash)) return 'it is another template';
  if (!record.hashIsOfImage) return 'it cannot be verified';
  if (!(await lstat(image).catch(() => undefined))?.isFile()) return 'it is not a file';
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

/** Puts a file elsewhere, without a copy where the file system has hard links. */
export async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!hasErrorCode(error, 'EPERM', 'EXDEV', 'ENOTSUP', 'EMLINK')) throw fileError(error, 'link', target);
    await copyFile(source, target).catch((cause: unknown) => {
      throw fileError(cause, 'write', target);
    });
  }
}
