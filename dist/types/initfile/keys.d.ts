/** What keys one kind of mapping has. */
export interface Level {
    /** For messages: "a domain". */
    readonly what: string;
    /** Keys that mean something. */
    readonly keys: readonly string[];
    /** Keys that Lago generates, or that are comments by custom: accepted silently. */
    readonly silent: readonly string[];
    /** Whether other keys are fine too; near misses of `keys` are still errors. */
    readonly open?: boolean;
    /** Other names: other name -> key. */
    readonly aliases?: ReadonlyMap<string, string>;
    /** Keys that still work but have a successor. */
    readonly deprecated?: ReadonlyMap<string, string>;
    /** Mappings below, directly or as the items of a list. */
    readonly children?: ReadonlyMap<string, Level>;
}
/** `nics[]`. */
export declare const NIC: Level;
/** `build[]`. Options of other builders are theirs. */
export declare const BUILD: Level;
/** `disks[]`. */
export declare const DISK: Level;
/** `domains.<name>`. */
export declare const DOMAIN: Level;
/** `nets.<name>`. */
export declare const NET: Level;
