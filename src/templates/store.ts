import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { HostError, LagoError, type StateError } from '../host/errors.ts';
import { directoryIsWritable, ensureDirectory } from '../host/files.ts';
import { holdFile } from '../host/hold.ts';
import { withLock } from '../host/lock.ts';
import { type ImageFormat, imageFormat } from '../host/qcow2.ts';
import { type EntryFiles, type EntryMark, entryFiles, readRecord, removeEntry, validMark } from './entry.ts';
import { altered, notPinned } from './errors.ts';
import type { FetchContext } from './fetch.ts';
import { Holds } from './holds.ts';
import { noteUse } from './last-used.ts';
import { fetchAndPublish } from './publish.ts';
import { type TemplateName, type TemplateVersion, templateId } from './types.ts';
import { hasHashOf, noteHash, sameHash, type Verdict, verifyEntry } from './verify.ts';

/** How to bring a template into the store. */
export interface EnsureOptions extends FetchContext {
  /** Milliseconds to wait for another process that is fetching the same template; a day by default. */
  readonly lockTimeoutMs?: number;
}

/**
 * Milliseconds to wait for another process that is fetching the same template, by default: as long as any download may take. The
 * lock of one that was killed is free at once.
 */
export const LOCK_TIMEOUT = 24 * 3_600_000;

/** Tells what lies over an image of the store: uuids of environments, keys of layers. */
export type UsersOf = (image: string) => Promise<readonly string[]>;

/** A template version as the planner wants it. */
export interface StoredTemplate extends TemplateName {
  /** Absolute path of the image; it need not be there yet. */
  readonly backingFile: string;
  readonly backingFormat: ImageFormat;
  readonly metadata: TemplateVersion['metadata'];
}

/**
 * The host's templates, one verified image each, named `<repository>:<template>:<version>` as in Lago and shared by all
 * environments as backing files. Images are kept as qcow2; raw ones that Lago left are used as they are.
 */
export class TemplateStore {
  readonly directory: string;
  readonly #usersOf: UsersOf;
  #holds: Holds | undefined;

  /**
   * @param directory absolute; created when the first template comes.
   * @param usersOf tells what lies over an image, such as environments; nothing by default.
   */
  constructor(directory: string, usersOf: UsersOf = async () => []) {
    this.directory = directory;
    this.#usersOf = usersOf;
  }

  /** Absolute path that a template's image has, or will have. */
  path(name: TemplateName): string {
    return this.#files(name).image;
  }

  /** Whether a template is there, verified and unchanged since. */
  async has(name: TemplateName): Promise<boolean> {
    return (await validMark(this.#files(name))) !== undefined;
  }

  /** What the planner needs to know about a template, whether it is there or not. */
  async describe(version: TemplateVersion): Promise<StoredTemplate> {
    const { repository, template, version: name, metadata } = version;
    const files = this.#files(version);
    const backingFormat = (await readRecord(files))?.format ?? (await presentFormat(files)) ?? 'qcow2';
    return { repository, template, version: name, backingFile: files.image, backingFormat, metadata };
  }

  /**
   * Makes sure that a template is in the store and verified; fetches it when it is not. One process at a time fetches a
   * template, others wait and say so. Other content than the repository's stays, with a warning, unless the version is pinned.
   *
   * @returns absolute path of the image.
   * @throws {ToolError} `TEMPLATE_HASH_MISMATCH`, `TEMPLATE_BROKEN`, `TEMPLATE_UNSAFE`, `TEMPLATE_MISSING`,
   *   `TEMPLATE_UNVERIFIABLE`, and all that a download throws. Nothing is left then, except a part to be continued.
   * @throws {HostError} `DISK_FULL`, `STORE_READ_ONLY`, `LOCK_TIMEOUT`.
   * @throws {StateError} `TEMPLATE_ALTERED` for one that was altered after it was verified, while environments lie over it,
   *   `TEMPLATE_NOT_PINNED` for one with other content than is pinned, while environments lie over it.
   * @throws {CancelledError} when the signal fires.
   */
  async ensure(version: TemplateVersion, options: EnsureOptions = {}): Promise<string> {
    const files = this.#files(version);
    const { signal, log, lockTimeoutMs: timeoutMs = LOCK_TIMEOUT } = options;
    const id = templateId(version);
    do await this.#ensure(version, files, options);
    while ((await this.#holds?.keep(files.image, { id, timeoutMs, signal, log })) === false);
    await noteUse(files, log);
    return files.image;
  }

  /**
   * Brings templates into the store and keeps them there: until the result is disposed of, nobody removes or replaces
   * them, nor those that {@link ensure} of this object brings meanwhile. Errors as those of {@link ensure}.
   */
  async hold(versions: readonly TemplateVersion[], options: EnsureOptions = {}): Promise<AsyncDisposable> {
    await using stack = new AsyncDisposableStack();
    const holds = stack.use(new Holds());
    this.#holds = holds;
    stack.defer(async () => {
      if (this.#holds === holds) this.#holds = undefined;
    });
    for (const version of versions) await this.ensure(version, options);
    return stack.move();
  }

  /**
   * Removes a template and all that belongs to it, whoever uses it; fine when it is not there.
   */
  async remove(name: TemplateName, options: EnsureOptions = {}): Promise<void> {
    const files = this.#files(name);
    if (existsSync(this.directory)) await this.#locked(name, options, () => removeEntry(files));
  }

  async #ensure(version: TemplateVersion, files: EntryFiles, options: EnsureOptions): Promise<void> {
    const mark = await validMark(files);
    const isKnown = mark !== undefined && (version.hash === undefined || sameHash(mark.hash, version.hash));
    const isGood = isKnown || (mark !== undefined && (await hasHashOf(version, files, options)));
    if (mark && (isGood || version.isPinned !== true))
      await this.#useMarked(mark, version, files, options, { isKnown, isGood });
    else if (this.#isReadOnly()) await this.#ensureReadOnly(version, files, options);
    else await this.#locked(version, options, () => this.#ensureLocked(version, files, options));
  }

  async #useMarked(
    mark: EntryMark,
    version: TemplateVersion,
    files: EntryFiles,
    options: EnsureOptions,
    { isKnown, isGood }: { readonly isKnown: boolean; readonly isGood: boolean },
  ): Promise<void> {
    if (!isGood) warnOfOther(version, options);
    const isNew = isGood && !isKnown;
    // A lock left by one that was killed when all was done: taking it removes it.
    if ((!isNew && !existsSync(files.lock)) || this.#isReadOnly()) return;
    await this.#locked(version, { ...options, lockTimeoutMs: 0 }, async () => {
      if (isNew && isDeepStrictEqual(await validMark(files), mark)) await noteHash(version, files, options);
    }).catch((error: unknown) => {
      if (!(error instanceof LagoError) || error.code !== 'LOCK_TIMEOUT') throw error;
    });
  }

  async #ensureLocked(version: TemplateVersion, files: EntryFiles, options: EnsureOptions): Promise<void> {
    const id = templateId(version);
    if (existsSync(files.image)) {
      const verdict = await verdictOn(version, files, options);
      if (verdict.good) return;
      await using _held = await holdFile(files.image, { mode: 'exclusive', what: `template ${id}` });
      const users = await this.#usersOf(files.image);
      if (users.length > 0) throw inUse(version, files.image, verdict, users);
      options.log?.warning(`template ${id} in the store is not usable (${verdict.reason}); it is fetched anew`);
      await removeEntry(files);
    }
    options.log?.info(`fetching template ${id}`);
    await fetchAndPublish(version, files, options);
  }

  async #locked<T>(name: TemplateName, options: EnsureOptions, body: () => Promise<T>): Promise<T> {
    await ensureDirectory(this.directory);
    const { signal, log, lockTimeoutMs = LOCK_TIMEOUT } = options;
    const lock = { what: `template ${templateId(name)}`, timeoutMs: lockTimeoutMs, temporary: true, signal, log };
    return withLock(this.#files(name).lock, lock, body);
  }

  async #ensureReadOnly(version: TemplateVersion, files: EntryFiles, options: EnsureOptions): Promise<void> {
    const id = templateId(version);
    const verdict = existsSync(files.image) ? await verdictOn(version, files, options) : undefined;
    if (verdict?.good) return;
    const problem = verdict ? `it is not usable there (${verdict.reason})` : 'it is not there';
    throw new HostError('STORE_READ_ONLY', `template ${id}: the store ${this.directory} is read-only, and ${problem}`, {
      hint: 'Name a store that this user can write in LAGO__INIT__TEMPLATE_STORE.',
    });
  }

  #isReadOnly(): boolean {
    return existsSync(this.directory) && !directoryIsWritable(this.directory);
  }

  #files(name: TemplateName): EntryFiles {
    return entryFiles(this.directory, name);
  }
}

async function presentFormat(files: EntryFiles): Promise<ImageFormat | undefined> {
  return existsSync(files.image) ? imageFormat(files.image) : undefined;
}

type Bad = Exclude<Verdict, { good: true }> & { readonly isOther?: boolean };

/** Whether an image that is there will do, and why not. Somebody else may have verified it while we waited. */
async function verdictOn(
  version: TemplateVersion,
  files: EntryFiles,
  options: EnsureOptions,
): Promise<{ readonly good: true } | Bad> {
  const verdict = (await validMark(files)) ? ({ good: true } as const) : await verifyEntry(version, files, options);
  if (!verdict.good || (await hasHashOf(version, files, options))) return verdict;
  if (version.isPinned === true) return { good: false, isOther: true, reason: 'it is not what the lock file pins' };
  warnOfOther(version, options);
  return verdict;
}

function inUse(version: TemplateName, image: string, { isOther, reason }: Bad, users: readonly string[]): StateError {
  return isOther === true ? notPinned(version, users) : altered(version, image, reason, users);
}

/** Overlays of existing environments lie on what is in the store, so it stays although the repository has something else. */
function warnOfOther(version: TemplateVersion, { log }: EnsureOptions): void {
  log?.warning(
    `the repository now has other content for template ${templateId(version)}; the store keeps what it has: publish changed images as a new version`,
  );
}
