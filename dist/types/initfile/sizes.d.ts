/** Sizes for a JSON Schema, whose patterns have no flags. */
export declare const SIZE_PATTERN: string;
/** Whole numbers in quotes for a JSON Schema. */
export declare const WHOLE_PATTERN: string;
/** Bytes of a size with a unit (`10G`, `512 MiB`, `1.5GB`, `100b`); undefined for any other text. */
export declare function parseSize(text: string): number | undefined;
/**
 * Bytes of a disk whose size has no unit: GB, as Lago's manual says, but bytes when the number is large, as it was in what
 * Lago did. Undefined in between.
 */
export declare function bareSize(size: number): number | undefined;
/** A whole number written as a number or as digits; undefined for anything else. */
export declare function parseWhole(value: number | string): number | undefined;
