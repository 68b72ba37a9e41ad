import { type EntryFiles, type EntryRecord } from './entry.ts';
import type { TemplateName } from './types.ts';
/** A template that is in the store. */
export interface StoreEntry extends TemplateName {
    readonly files: EntryFiles;
    /** Bytes that it takes on the disk. */
    readonly allocated: number;
    readonly lastUsed: Date;
    /** Whether its file is the one that was verified. */
    readonly verified: boolean;
    readonly record?: EntryRecord;
}
/** What is left of a template that is not there (yet): a part of a download, and files of killed processes. */
export interface Remains extends TemplateName {
    readonly files: EntryFiles;
    /** Absolute paths. */
    readonly leftovers: readonly string[];
    /** Bytes that they take on the disk. */
    readonly allocated: number;
    /** When something was last written to them. */
    readonly changed: Date;
}
/** What a store has. */
export interface StoreInventory {
    /** Those used last come first. */
    readonly entries: readonly StoreEntry[];
    readonly remains: readonly Remains[];
}
/** Looks through a store; an empty one when it does not exist. */
export declare function inventory(directory: string): Promise<StoreInventory>;
/** The parts of `<repository>:<template>:<version>`; undefined for other text. */
export declare function parseId(id: string): TemplateName | undefined;
