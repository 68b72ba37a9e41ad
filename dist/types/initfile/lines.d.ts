/** Where the lines of a text start; turns an index into a line and a column. */
export declare class Lines {
    #private;
    constructor(text: string);
    /** Line and column of an index, both starting at 1; a column counts UTF-16 units. */
    position(offset: number): {
        readonly line: number;
        readonly column: number;
    };
    /** Index at which the line of `offset` starts. */
    startOf(offset: number): number;
}
