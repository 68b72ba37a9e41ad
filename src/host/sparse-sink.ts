import { type FileHandle, open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { HostError } from './errors.ts';

const BLOCK = 64 * 1024;
const ZEROS = Buffer.alloc(BLOCK);

/**
 * A stream into a new file (0600) that leaves holes for blocks of zeros, as disk images are full of them. The file is
 * synced at the end. A failure leaves what was written.
 *
 * @param maxBytes most bytes that may be written, holes not counted; more is an error, {@link HostError} `DISK_FULL`.
 */
export function sparseSink(path: string, maxBytes: number): Writable {
  return new SparseSink(path, maxBytes);
}

class SparseSink extends Writable {
  readonly #path: string;
  readonly #maxBytes: number;
  #file: FileHandle | undefined;
  #size = 0;
  #written = 0;

  constructor(path: string, maxBytes: number) {
    super();
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  override _construct(done: (error?: Error | null) => void): void {
    open(this.#path, 'w', 0o600).then((file) => {
      this.#file = file;
      done();
    }, done);
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#append(chunk).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#finish().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const closed = this.#file?.close() ?? Promise.resolve();
    closed.then(() => done(error), done);
  }

  async #append(chunk: Buffer): Promise<void> {
    let start = 0;
    // Up to a multiple of the block size in the file, however the chunks are cut: file systems have holes at such places only.
    for (let at = 0, next = 0; at < chunk.length; at = next) {
      next = Math.min(at + BLOCK - ((this.#size + at) % BLOCK), chunk.length);
      if (!chunk.subarray(at, next).equals(ZEROS.subarray(0, next - at))) continue;
      await this.#write(chunk.subarray(start, at), start);
      start = next;
    }
    await this.#write(chunk.subarray(start), start);
    this.#size += chunk.length;
  }

  /** Writes a piece of the present chunk that starts so far in it. */
  async #write(block: Buffer, start: number): Promise<void> {
    this.#written += block.length;
    if (this.#written > this.#maxBytes) throw tooBig(this.#path, this.#maxBytes);
    for (let done = 0; done < block.length; ) {
      const result = await this.#file?.write(block, done, block.length - done, this.#size + start + done);
      done += result?.bytesWritten ?? block.length;
    }
  }

  async #finish(): Promise<void> {
    await this.#file?.truncate(this.#size);
    await this.#file?.sync();
  }
}

function tooBig(target: string, maxBytes: number): HostError {
  return new HostError('DISK_FULL', `${target} would unpack to more than the ${maxBytes} bytes that are free there`, {
    hint: 'Free some space there, or use another directory.',
  });
}
