import type { FileHandle } from 'node:fs/promises';

/** Sees all bytes of a file in order while they come, so that it need not be read again. */
export interface ByteTap {
  /** Forgets what it has seen: the next bytes are the first ones of a file again. */
  restart(): Promise<void>;
  /** Takes the next bytes. What it throws ends the transfer. */
  write(chunk: Uint8Array): Promise<void>;
}

/** What reading a file may use besides. */
export interface ReadContext {
  readonly signal?: AbortSignal | undefined;
  /** Called with how many bytes were read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Bytes read at once of what is there already. */
const BLOCK = 1024 * 1024;

/** A tap with how much it has got, over several attempts at one file. */
export class Tapped {
  readonly #tap: ByteTap | undefined;
  #bytes = 0;

  constructor(tap: ByteTap | undefined) {
    this.#tap = tap;
  }

  /** Makes the tap have just the first bytes of a file: those that it lacks are read. @param onBlock is called with each block. */
  async catchUp(file: FileHandle, bytes: number, onBlock: () => void): Promise<void> {
    if (this.#tap === undefined || this.#bytes === bytes) return;
    if (this.#bytes > bytes) {
      await this.#tap.restart();
      this.#bytes = 0;
    }
    while (this.#bytes < bytes) {
      const block = Buffer.alloc(Math.min(BLOCK, bytes - this.#bytes));
      const { bytesRead } = await file.read(block, 0, block.length, this.#bytes);
      if (bytesRead === 0) return;
      await this.write(block.subarray(0, bytesRead));
      onBlock();
    }
  }

  /** Hands on the next bytes. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.length;
    await this.#tap?.write(chunk);
  }
}
