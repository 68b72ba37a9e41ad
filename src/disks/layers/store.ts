import { existsSync, realpathSync } from 'node:fs';
import { chmod, lstat, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { hasErrorCode, ToolError } from '../../host/errors.ts';
import {
  directoryIsWritable,
  ensureDirectory,
  fileError,
  removeTree,
  syncDirectory,
  syncFile,
  writeJson,
} from '../../host/files.ts';
import { hashFile } from '../../host/hash.ts';
import { holdFile } from '../../host/hold.ts';
import { acquireLock, type Lock } from '../../host/lock.ts';
import { type ImageFormat, imageFormat, readQcow2Header } from '../../host/qcow2.ts';
import { checkImage, type ImageContext } from '../../host/qemu-img.ts';
import { fileMark, type LayerRecord, readLayerRecord } from './record.ts';

/** A layer of the store. */
export interface StoredLayer {
  readonly record: LayerRecord;
  /** Absolute path of the image. */
  readonly file: string;
  /** Bytes that it takes on the disk. */
  readonly allocated: number;
  readonly lastUsed: Date;
}

/** Milliseconds: a build may take long. */
const LOCK_TIMEOUT = 7_200_000;
const KEY = /^[0-9a-f]{64}$/;

/**
 * The host's layers, shared by all environments as backing files: `<store>/layers/<key>`, a qcow2 image over a template of
 * the store, with `<key>.record`. A layer is there when both are, and never changes then.
 */
export class LayerStore {
  /** Absolute; made when the first layer comes. */
  readonly directory: string;
  readonly #storeDir: string;

  /** @param storeDir the template store: absolute. */
  constructor(storeDir: string) {
    this.#storeDir = storeDir;
    this.directory = join(storeDir, 'layers');
  }

  /** Absolute path that a layer's image has, or will have. */
  path(key: string): string {
    return join(this.directory, key);
  }

  /** Absolute path of a layer's record. */
  recordFile(key: string): string {
    return `${this.path(key)}.record`;
  }

  /** Absolute path of a layer in the making: one at a time, under its lock. */
  temporary(key: string): string {
    return `${this.path(key)}.tmp`;
  }

  /**
   * Name of an image of the template store in the header of a layer: relative, so that both can move together; from where the
   * layer really is, as QEMU goes up from there, when the directory of the layers is a symlink.
   */
  backingName(baseFile: string): string {
    try {
      return relative(realpathSync(this.directory), join(realpathSync(dirname(baseFile)), basename(baseFile)));
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return relative(this.directory, baseFile);
      throw fileError(error, 'read', this.directory);
    }
  }

  /**
   * The record of a layer that is there and unchanged. One whose file has another time than it had (it was copied) is
   * verified by its digest.
   */
  async get(key: string, context: ImageContext = {}): Promise<LayerRecord | undefined> {
    const [record, mark] = await Promise.all([readLayerRecord(this.recordFile(key)), fileMark(this.path(key))]);
    if (record?.key !== key || mark?.size !== record.image.size) return undefined;
    if (mark.modified === record.image.modified) return record;
    const sha256 = await digestOfFile(this.path(key), context.signal);
    if (sha256 !== record.image.sha256) return undefined;
    const marked = { ...record, image: { ...record.image, ...mark } };
    // A store that we may only read is used as it is, and verified each time.
    if (!this.isReadOnly()) await writeJson(this.recordFile(key), marked).catch(() => undefined);
    return marked;
  }

  /** Whether a layer is there and unchanged. */
  async has(key: string, context: ImageContext = {}): Promise<boolean> {
    return (await this.get(key, context)) !== undefined;
  }

  /** Notes that a layer is used now. */
  async touch(key: string): Promise<void> {
    const now = new Date();
    await utimes(this.recordFile(key), now, now).catch(() => undefined);
  }

  /**
   * Takes the lock of a key: who builds, restores, removes or begins to use a layer has it. Others that want it wait, and
   * say for what.
   *
   * @throws {HostError} `LOCK_TIMEOUT` (after two hours, unless `timeoutMs` says otherwise); {@link CancelledError}.
   */
  async lock(
    key: string,
    what: string,
    { signal, log, timeoutMs = LOCK_TIMEOUT }: ImageContext & { readonly timeoutMs?: number } = {},
  ): Promise<Lock> {
    await this.#makeDirectory();
    return acquireLock(`${this.path(key)}.lock`, { what, timeoutMs, temporary: true, signal, log });
  }

  /**
   * Keeps a layer from being removed until what is returned is disposed of; notes that it is used.
   *
   * @param format that of the image that it is to lie on: the store may have fetched a raw one anew as qcow2.
   * @returns undefined when it is not there, or not as it was built.
   */
  async hold(key: string, format: ImageFormat, context: ImageContext = {}): Promise<AsyncDisposable | undefined> {
    const { signal, log } = context;
    const what = `the layer ${key.slice(0, 12)}`;
    // Whoever looks whether it can be removed is soon done.
    const held = await holdFile(this.path(key), { mode: 'shared', what, timeoutMs: LOCK_TIMEOUT, signal, log });
    if (held === undefined) return undefined;
    try {
      if ((await this.get(key, context))?.base.format === format) {
        await this.touch(key);
        return held;
      }
    } catch (error) {
      await held[Symbol.asyncDispose]();
      throw error;
    }
    await held[Symbol.asyncDispose]();
    return undefined;
  }

  /** {@link hold} for a layer over the image at `baseFile`. */
  async holdOver(key: string, baseFile: string, context: ImageContext = {}): Promise<AsyncDisposable | undefined> {
    return this.hold(key, await imageFormat(baseFile), { log: context.log, signal: context.signal });
  }

  /** {@link lock} around `body`. */
  async withLock<T>(key: string, what: string, context: ImageContext, body: () => Promise<T>): Promise<T> {
    const lock = await this.lock(key, what, context);
    try {
      return await body();
    } finally {
      await lock.release();
    }
  }

  /**
   * Puts the image at {@link temporary} in place. The caller has the lock.
   *
   * @returns the record with what the file was found to be.
   */
  async publish(record: Omit<LayerRecord, 'image' | 'version'>, context: ImageContext = {}): Promise<LayerRecord> {
    const { key } = record;
    const temporary = this.temporary(key);
    try {
      await chmod(temporary, 0o644);
      await syncFile(temporary);
      const sha256 = await digestOfFile(temporary, context.signal);
      const mark = await fileMark(temporary);
      if (mark === undefined) throw new ToolError('TOOL_FAILED', `the layer in the making ${temporary} is gone`);
      const complete: LayerRecord = { version: 1, ...record, image: { sha256, ...mark } };
      await writeJson(this.recordFile(key), complete);
      await rename(temporary, this.path(key));
      await syncDirectory(this.directory);
      return complete;
    } catch (error) {
      throw fileError(error, 'write', this.path(key));
    }
  }

  /**
   * Verifies an image that came back from a cache (at {@link temporary}, with the record that it had) and puts it in place.
   * The caller has the lock.
   *
   * @param baseFile absolute path of the template that it must lie on.
   * @returns why it is not used, or undefined when it is in the store. What is not used is removed.
   */
  async accept(key: string, record: LayerRecord, baseFile: string, context: ImageContext): Promise<string | undefined> {
    const temporary = this.temporary(key);
    const problem = await this.#problemOf(key, record, baseFile, context);
    if (problem === undefined) await this.publish(record, context);
    else await removeTree(temporary);
    return problem;
  }

  async #problemOf(
    key: string,
    record: LayerRecord,
    baseFile: string,
    context: ImageContext,
  ): Promise<string | undefined> {
    const temporary = this.temporary(key);
    if (record.key !== key) return 'it is another layer';
    // A link would lead to a file of this host, and a pipe never end.
    if (!(await lstat(temporary).catch(() => undefined))?.isFile()) return 'it is not a file';
    // Disks may lie over it, whatever it is.
    if (existsSync(this.path(key))) return 'something else is in its place';
    if ((await fileMark(temporary))?.size !== record.image.size) return 'it is cut short';
    if ((await digestOfFile(temporary, context.signal)) !== record.image.sha256) return 'its digest is another';
    const header = await readQcow2Header(temporary).catch(() => undefined);
    if (header?.backingFile !== this.backingName(baseFile)) return 'it does not lie on its template';
    if (header.backingFormat !== record.base.format || header.dataFile) return 'it is no layer';
    try {
      await checkImage(temporary, context);
      return undefined;
    } catch (error) {
      if (error instanceof ToolError) return error.message;
      throw error;
    }
  }

  /** Removes a layer and what a killed build of it left; fine when it is not there. The caller has the lock. */
  async remove(key: string): Promise<void> {
    // The image first: without it there is no layer.
    await removeTree(this.path(key));
    await removeTree(this.recordFile(key));
    await this.sweep(key);
  }

  /** Removes what a killed build of a layer left. The caller has the lock. */
  async sweep(key: string): Promise<void> {
    const names = await this.#names();
    const prefix = `${key}.tmp`;
    for (const name of names.filter((found) => found.startsWith(prefix) || found.startsWith(`.${key}.`))) {
      await rm(join(this.directory, name), { recursive: true, force: true });
    }
    // Without the image, the record is of nothing.
    if (!names.includes(key)) await rm(this.recordFile(key), { force: true });
  }

  /** All layers, the one used last first. */
  async list(): Promise<readonly StoredLayer[]> {
    const keys = (await this.#names()).filter((name) => KEY.test(name));
    const layers = await Promise.all(keys.map((key) => this.#describe(key)));
    return layers
      .filter((layer) => layer !== undefined)
      .sort((one, other) => other.lastUsed.getTime() - one.lastUsed.getTime());
  }

  /** Keys of images that have no record, or a broken one: nobody can use them any more. */
  async orphans(): Promise<readonly string[]> {
    const keys = (await this.#names()).filter((name) => KEY.test(name));
    const records = await Promise.all(keys.map((key) => readLayerRecord(this.recordFile(key))));
    return keys.filter((key, index) => records[index]?.key !== key);
  }

  /** Keys of which something is there that is no layer: left by killed builds, or being built. */
  async unfinished(): Promise<readonly string[]> {
    const names = await this.#names();
    const left = names.filter((name) => !name.endsWith('.record') || !names.includes(name.slice(0, -'.record'.length)));
    return [...new Set(left.flatMap((name) => /^\.?([0-9a-f]{64})\./.exec(name)?.[1] ?? []))];
  }

  /** Whether this user cannot add layers. */
  isReadOnly(): boolean {
    const place = [this.directory, this.#storeDir].find((directory) => existsSync(directory));
    return place !== undefined && !directoryIsWritable(place);
  }

  /** QEMU's user must get at layers as it does at templates, whatever the umask is. */
  async #makeDirectory(): Promise<void> {
    if (existsSync(this.directory)) return;
    await ensureDirectory(this.directory);
    const { mode } = await stat(this.#storeDir);
    await chmod(this.directory, mode & 0o7777).catch(() => undefined);
  }

  async #describe(key: string): Promise<StoredLayer | undefined> {
    const record = await readLayerRecord(this.recordFile(key));
    if (record?.key !== key) return undefined;
    try {
      const file = this.path(key);
      const [image, note] = await Promise.all([stat(file), stat(this.recordFile(key))]);
      return { record, file, allocated: image.blocks * 512, lastUsed: note.mtime };
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return undefined;
      throw fileError(error, 'read', this.directory);
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.directory);
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
      throw fileError(error, 'read', this.directory);
    }
  }
}

async function digestOfFile(file: string, signal: AbortSignal | undefined): Promise<string> {
  return (await hashFile(file, ['sha256'], signal)).get('sha256') ?? '';
}
