import { Transform, type TransformCallback } from 'node:stream';
import { createZstdDecompress, type ZstdDecompress } from 'node:zlib';

/**
 * Unpacks zstd. Files may have several frames one after the other, as parallel compressors make them; Node's own stream ends
 * with the first one, and drops what comes with its end, wherever the pieces that it is given happen to be cut.
 */
export function createZstdUnpacker(): Transform {
  return new ZstdFrames();
}

class ZstdFrames extends Transform {
  #decoder = this.#start();

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#feed(chunk).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    const decoder = this.#decoder;
    // The last frame ended with the last piece.
    if (decoder.bytesWritten === 0) done();
    else
      decoder
        .once('end', () => done())
        .once('error', done)
        .end();
  }

  override _read(size: number): void {
    this.#decoder.resume();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#decoder.destroy();
    done(error);
  }

  /** The decoder of the next frames: of as many as do not end within a piece. */
  #start(): ZstdDecompress {
    const decoder = createZstdDecompress();
    decoder.on('error', () => undefined);
    return decoder.on('data', (unpacked: Buffer) => {
      if (!this.push(unpacked)) decoder.pause();
    });
  }

  async #feed(chunk: Buffer): Promise<void> {
    for (let rest = chunk; rest.length > 0; ) {
      const before = this.#decoder.bytesWritten;
      const hasEnded = await this.#write(rest);
      rest = rest.subarray(this.#decoder.bytesWritten - before);
      if (hasEnded) this.#decoder = this.#start();
    }
  }

  /** Whether the decoder has ended, and took a part only. */
  #write(chunk: Buffer): Promise<boolean> {
    const decoder = this.#decoder;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const end = () => resolve(true);
    decoder.once('end', end).once('error', reject);
    const before = decoder.bytesWritten;
    decoder.write(chunk, (error) => {
      if (error) reject(error);
      // What it leaves comes after its end, which it tells when what it has unpacked was read.
      else if (decoder.bytesWritten - before === chunk.length) resolve(false);
    });
    return promise.finally(() => decoder.off('end', end).off('error', reject));
  }
}
