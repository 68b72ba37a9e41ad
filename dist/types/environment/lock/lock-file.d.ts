import { z } from 'zod';
declare const templateSchema: z.ZodObject<{
    name: z.ZodString;
    requested: z.ZodExactOptional<z.ZodString>;
    arch: z.ZodEnum<{
        aarch64: "aarch64";
        x86_64: "x86_64";
    }>;
    repository: z.ZodString;
    template: z.ZodString;
    version: z.ZodString;
    hash: z.ZodExactOptional<z.ZodString>;
    origin: z.ZodExactOptional<z.ZodString>;
}, z.core.$strip>;
declare const layerSchema: z.ZodObject<{
    vm: z.ZodString;
    disk: z.ZodString;
    arch: z.ZodEnum<{
        aarch64: "aarch64";
        x86_64: "x86_64";
    }>;
    key: z.ZodString;
}, z.core.$strip>;
/** What a template that the init file names stands for. */
export type LockedTemplate = Readonly<z.infer<typeof templateSchema>>;
/** Key of the layer that a disk lies on. */
export type LockedLayer = Readonly<z.infer<typeof layerSchema>>;
/** Content of a lock file. */
export interface LockContent {
    readonly templates: readonly LockedTemplate[];
    readonly layers: readonly LockedLayer[];
}
/** A lock file that was read. */
export interface LockFile extends LockContent {
    /** Absolute path. */
    readonly file: string;
    readonly text: string;
    /** `<file>:<line>` of an entry. */
    placeOf(entry: LockedTemplate | LockedLayer): string;
}
/** Path of the lock file of an init file: beside it, with its name. */
export declare function lockFilePath(initFile: string): string;
/**
 * Reads a lock file. Nothing of what it says is in an error: it may be a link to anything.
 *
 * @returns undefined when there is none.
 * @throws {UserError} `LOCK_FILE_INVALID`
 */
export declare function readLockFile(file: string): Promise<LockFile | undefined>;
/** The text of a lock file: sorted, a line for everything, so that it can be compared. */
export declare function renderLock({ templates, layers }: LockContent): string;
export {};
