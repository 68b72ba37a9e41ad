/**
 * Makes text from a guest or another program safe for the runner's log. The runner looks for commands in both streams of
 * every process: `::name::` at the start of a line, and the older `##[name]` anywhere in it. Both are broken up in a way
 * that stays readable, control characters become visible. Line breaks stay.
 */
export declare function neutralised(text: string): string;
/** The same text as one line. */
export declare function neutralisedLine(text: string): string;
