/** Names of the output formats, as `-f` takes them. */
export declare const OUTPUT_FORMATS: readonly ['default', 'flat', 'json', 'yaml'];
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
/** Values that a verb may print. */
export type Printable = unknown;
/** Writes a value in one of the output formats, without a final line break. */
export declare function formatOutput(value: Printable, format: OutputFormat): string;
