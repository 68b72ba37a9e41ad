/** Programs of this package that it starts itself. */
export type EntryName = 'watchdog' | 'forwarder' | 'cli';
/** Directory of this package: the one above `dist` or `src` with its package.json. */
export declare function packageRoot(): string;
/** File of an entry point: the bundle when we run from bundles, the source when we run from source. */
export declare function entryFile(name: EntryName): string;
