/** Bytes of a size with a unit (`10G`, `512 MiB`, `1.5GB`, `100b`); undefined for any other text. */
export declare function parseSize(text: string): number | undefined;
/** A whole number written as a number or as digits; undefined for anything else. */
export declare function parseWhole(value: number | string): number | undefined;
