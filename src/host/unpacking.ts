import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Compression, unpackedSize } from './compression.ts';
import { type Decompressor, decompressionFailed, startDecompressor } from './decompressor.ts';
import { CancelledError, LagoError, messageOf } from './errors.ts';
import { fileError, freeBytes, removeTree, requireRoom } from './files.ts';
import { Digests, type DigestValues, type HashAlgorithm } from './hash.ts';
import { sparseSink } from './sparse-sink.ts';
import type { ByteTap, ReadContext } from './tap.ts';
import { leastUnpackedSize } from './unpacked-size.ts';

/** What an {@link Unpacking} works on. */
export interface UnpackingOptions {
  /** For messages. */
  readonly from: string;
  /** How the file says that it is compressed. When its first bytes say otherwise, it is only hashed. */
  readonly compression: Compression | undefined;
  /** Where the content goes, should it be compressed. */
  readonly target: string;
  /** Bytes that are in it at least, where that is known; its first bytes may tell, too. */
  readonly size?: number | undefined;
  /** Digests to compute, of what comes and of what is in it. */
  readonly algorithms: readonly HashAlgorithm[];
}

/** What an {@link Unpacking} found. */
export interface Unpacked {
  /** Digests of the bytes that came. */
  readonly received: DigestValues;
  /** Digests of the content at `target`; undefined when it was not compressed, and there is nothing. */
  readonly content?: DigestValues;
}

/** A decompressor at work, with all that hangs on it. */
interface Work {
  readonly decompressor: Decompressor;
  readonly digests: Digests;
  readonly done: Promise<void>;
}

/** First bytes that tell a compression, and in zst the size of the content. */
const HEAD = 32;
/** Bytes read at once. */
const BLOCK = 1024 * 1024;
/** First bytes of a qcow2 image. */
const QCOW2 = Buffer.from('514649fb', 'hex');

/** Unpacks and hashes a file while it comes. Zeros become holes. */
export class Unpacking implements ByteTap {
  readonly #options: UnpackingOptions;
  #received: Digests;
  /** What came before it was known whether it is compressed. */
  #head: Buffer | undefined;
  #work: Work | undefined;

  constructor(options: UnpackingOptions) {
    this.#options = options;
    this.#received = new Digests(options.algorithms);
    this.#head = options.compression && Buffer.alloc(0);
  }

  async restart(): Promise<void> {
    await this.abort();
    this.#received = new Digests(this.#options.algorithms);
    this.#head = this.#options.compression && Buffer.alloc(0);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#received.update(chunk);
    if (this.#head === undefined) return this.#feed(chunk);
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.length >= HEAD) await this.#decide();
  }

  /**
   * To be called when all bytes have come. The content is on the disk then.
   *
   * @throws {ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`.
   */
  async finish(): Promise<Unpacked> {
    if (this.#head !== undefined) await this.#decide();
    const received = this.#received.values();
    const work = this.#work;
    if (work === undefined) return { received };
    work.decompressor.input.end();
    await work.done;
    return { received, content: work.digests.values() };
  }

  /** Ends it, and removes what there is at `target`; fine when nothing was begun. */
  async abort(): Promise<void> {
    const work = this.#work;
    this.#work = undefined;
    if (work === undefined) return;
    work.decompressor.stop();
    await work.done.catch(() => undefined);
    await removeTree(this.#options.target);
  }

  async #decide(): Promise<void> {
    const head = this.#head ?? Buffer.alloc(0);
    this.#head = undefined;
    const { compression } = this.#options;
    if (compression === undefined || !head.toString('hex').startsWith(compression.magic)) return;
    this.#work = await this.#begin(compression, head);
    await this.#feed(head);
  }

  async #begin(compression: Compression, head: Buffer): Promise<Work> {
    const { algorithms, from, target } = this.#options;
    const digests = new Digests(algorithms);
    // Before there is anything that would have to be ended.
    const room = await freeBytes(target);
    const decompressor = startDecompressor(compression, from);
    const sink = sparseSink(target, room);
    const size = this.#options.size ?? unpackedSize(compression, head);
    let seen = false;
    const look = async (chunk: Buffer) => {
      digests.update(chunk);
      // Of a raw image much may be holes, but a qcow2 takes what it takes.
      const isImage = !seen && chunk.subarray(0, QCOW2.length).equals(QCOW2);
      seen = true;
      if (isImage && size !== undefined) await requireRoom(target, size, `what is in ${from}`);
    };
    const looking = new Transform({
      transform: (chunk: Buffer, _encoding, next) => {
        look(chunk).then(() => next(null, chunk), next);
      },
    });
    const done = this.#settle(pipeline(decompressor.output, looking, sink), decompressor);
    done.catch(() => undefined);
    return { decompressor, digests, done };
  }

  /**
   * Waits for both ends. A program that has nowhere to write ends with an error of its own, and may do so before the failed
   * flow has closed its file: whichever comes first, the flow's error is the one that says why.
   */
  async #settle(flow: Promise<void>, decompressor: Decompressor): Promise<void> {
    flow.catch(() => decompressor.stop());
    const [written, unpacked] = await Promise.allSettled([flow, decompressor.ended]);
    if (written.status === 'rejected') throw await this.#explain(written.reason, decompressor);
    if (unpacked.status === 'rejected') throw unpacked.reason;
  }

  async #feed(chunk: Uint8Array): Promise<void> {
    const work = this.#work;
    if (work === undefined) return;
    const { input } = work.decompressor;
    if (input.destroyed || input.write(chunk)) {
      if (input.destroyed) await work.done;
      return;
    }
    // A decompressor that failed never drains.
    const failed = work.done.then(() => Promise.reject(this.#tooMuch()));
    failed.catch(() => undefined);
    const end = new AbortController();
    try {
      // That its input broke tells less than why it failed.
      const drained = once(input, 'drain', { signal: end.signal }).catch(() => failed);
      await Promise.race([drained, failed]);
    } finally {
      end.abort();
    }
  }

  #tooMuch(): LagoError {
    return decompressionFailed(this.#options.from, 'there is something after its end');
  }

  /** A program that failed broke the pipe, and knows why. */
  async #explain(error: unknown, { ended }: Decompressor): Promise<LagoError> {
    if (error instanceof LagoError) return error;
    const { from, target } = this.#options;
    if (error instanceof Error && 'syscall' in error && error.syscall === 'write')
      return fileError(error, 'write', target);
    const reason: unknown = await ended.catch((failure: unknown) => failure);
    return reason instanceof LagoError && reason.code === 'TOOL_MISSING'
      ? reason
      : decompressionFailed(from, messageOf(error), error);
  }
}

/**
 * Hashes a file and unpacks it to `target` if it is compressed, in one pass; on failure nothing is left there.
 *
 * @throws {ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`; {@link CancelledError}.
 */
export async function unpackFile(
  source: string,
  options: Omit<UnpackingOptions, 'from' | 'size'>,
  { signal, onBytes }: ReadContext = {},
): Promise<Unpacked> {
  let bytes = 0;
  let unpacking: Unpacking | undefined;
  try {
    const size = options.compression && (await leastUnpackedSize(source, options.compression));
    unpacking = new Unpacking({ from: source, size, ...options });
    const stream = createReadStream(source, { highWaterMark: BLOCK, ...(signal ? { signal } : {}) });
    for await (const chunk of stream) {
      await unpacking.write(chunk);
      bytes += chunk.length;
      onBytes?.(bytes);
    }
    return await unpacking.finish();
  } catch (error) {
    await unpacking?.abort();
    if (signal?.aborted) throw new CancelledError(`unpacking ${source}`, { cause: error });
    throw fileError(error, 'read', source);
  }
}
