/** What is wrong with a version of Node; undefined when it will do. */
export declare function nodeComplaint(version: string): string | undefined;
/** Version of this package, from the nearest package.json above the running file (source or bundle). */
export declare function packageVersion(): string;
