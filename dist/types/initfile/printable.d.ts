/** Text from a file, made safe to print: control and invisible format characters become `\u....`. */
export declare function printable(text: string): string;
/** At most `limit` characters of a text, printable, with `...` where it was cut. */
export declare function shortened(text: string, limit?: number): string;
/** A key or name the way messages show it: between back-ticks, printable, short. */
export declare function code(text: string): string;
