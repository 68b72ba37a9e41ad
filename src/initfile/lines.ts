/** Where the lines of a text start; turns an index into a line and a column. */
export class Lines {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  /** Line and column of an index, both starting at 1; a column counts UTF-16 units. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const line = this.#lineOf(offset);
    return { line: line + 1, column: offset - this.startOf(offset) + 1 };
  }

  /** Index at which the line of `offset` starts. */
  startOf(offset: number): number {
    return this.#starts[this.#lineOf(offset)] ?? 0;
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
