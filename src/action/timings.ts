import type { LogSink } from '../index.ts';

/** How long one task took. */
export interface Timing {
  readonly title: string;
  /** 0 for the outermost tasks. */
  readonly depth: number;
  readonly milliseconds: number;
  readonly failed: boolean;
}

/** Most tasks that are kept: the summary shows fewer. */
const MOST = 200;

/** Takes note of how long tasks took, outermost ones and those right below, for the summary. */
export class Timings {
  readonly #open: { title: string; depth: number; done?: Timing }[] = [];

  readonly sink: LogSink = (event) => {
    if (event.kind === 'message' || event.depth > 1) return;
    if (event.kind === 'task-start') {
      if (this.#open.length < MOST) this.#open.push({ title: event.title, depth: event.depth });
      return;
    }
    const { title, depth, milliseconds, failed } = event;
    const entry = this.#open.find((one) => one.done === undefined && one.title === title && one.depth === depth);
    if (entry) entry.done = { title, depth, milliseconds, failed };
  };

  /** Tasks that have ended, in the order in which they began. */
  get all(): readonly Timing[] {
    return this.#open.flatMap(({ done }) => (done ? [done] : []));
  }
}
