/**
 * Work whose result many ask for at once. Whoever asks gets the result of a run that began after the question, and shares
 * it with all who asked before it began; so there is at most one run at a time.
 */
export class SharedRun<T> {
  readonly #work: () => Promise<T>;
  #running: Promise<T> | undefined;
  #next: Promise<T> | undefined;

  constructor(work: () => Promise<T>) {
    this.#work = work;
  }

  /** The result of the next run. @throws whatever the work does. */
  read(): Promise<T> {
    // It may be about to begin, with none running.
    if (this.#next) return this.#next;
    if (!this.#running) return this.#run();
    this.#next = this.#running.catch(() => undefined).then(() => this.#run());
    return this.#next;
  }

  #run(): Promise<T> {
    this.#next = undefined;
    const run = this.#work().finally(() => {
      if (this.#running === run) this.#running = undefined;
    });
    this.#running = run;
    return run;
  }
}
