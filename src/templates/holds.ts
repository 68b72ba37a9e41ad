import { holdFile } from '../host/hold.ts';
import type { Logger } from '../host/log.ts';

/** How to hold a template. */
interface KeepOptions {
  /** Name of the template, for messages. */
  readonly id: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

/** Images that must stay in the store until this is disposed of, or the process ends. */
export class Holds implements AsyncDisposable {
  readonly #held = new Map<string, Promise<AsyncDisposable | undefined>>();

  /** Holds an image. @returns false when it is gone. Errors as those of `holdFile`. */
  async keep(image: string, { id, ...options }: KeepOptions): Promise<boolean> {
    const held = this.#held.get(image) ?? holdFile(image, { mode: 'shared', what: `template ${id}`, ...options });
    this.#held.set(image, held);
    try {
      if (await held) return true;
    } catch (error) {
      this.#held.delete(image);
      throw error;
    }
    this.#held.delete(image);
    return false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const held of this.#held.values()) await (await held.catch(() => undefined))?.[Symbol.asyncDispose]();
    this.#held.clear();
  }
}
