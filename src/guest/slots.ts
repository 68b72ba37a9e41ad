import { CancelledError } from '../host/errors.ts';

/** A counted number of places; who finds none waits for its turn. */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** Places that nobody has. */
  get free(): number {
    return this.#free;
  }

  /** Takes a place. @throws {CancelledError} naming `what` when the signal fires first. */
  async take(signal: AbortSignal | undefined, what: string): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const turn = Promise.withResolvers<void>();
    const leave = () => {
      const place = this.#waiting.indexOf(turn.resolve);
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      turn.reject(new CancelledError(what, { cause: signal?.reason }));
    };
    this.#waiting.push(turn.resolve);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await turn.promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** Gives a place back, to whoever waits longest. */
  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
