/** Names of the output formats, as `-f` takes them. */
export declare const OUTPUT_FORMATS: readonly ['default', 'flat', 'json', 'yaml'];
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
/** Values that a verb may print. */
export type Printable = unknown;
/** Whether a format is one of ours. */
export declare function isOwnFormat(name: string): name is OutputFormat;
/** Writes a value in one of the output formats, without a final line break. */
export declare function formatOutput(value: Printable, format: OutputFormat): string;
