import { z } from 'zod';
import { type TemplateName } from './types.ts';
/** Files of one template version in the store, Lago's names and some of ours. */
export interface EntryFiles {
    /** The image. It is there only when it is complete. */
    readonly image: string;
    readonly metadata: string;
    /** Hash that the repository gave. */
    readonly hash: string;
    /** What was published, see {@link EntryRecord}. */
    readonly record: string;
    /** That this very file was verified on this host, see {@link EntryMark}. */
    readonly mark: string;
    readonly lock: string;
    /** Download under way. */
    readonly part: string;
    /** Image in the making. */
    readonly temporary: string;
    /** Raw image on its way to qcow2. */
    readonly converted: string;
}
/** Where the files of a template version are. */
export declare function entryFiles(directory: string, name: TemplateName): EntryFiles;
/** Removes an entry with all that belongs to it, but not its lock. */
export declare function removeEntry(files: EntryFiles): Promise<void>;
/** Shape of an {@link EntryRecord}. */
export declare const recordSchema: z.ZodObject<{
    version: z.ZodLiteral<1>;
    id: z.ZodString;
    format: z.ZodEnum<{
        qcow2: "qcow2";
        raw: "raw";
    }>;
    sha256: z.ZodString;
    hash: z.ZodExactOptional<z.ZodObject<{
        algorithm: z.ZodEnum<{
            sha1: "sha1";
            sha256: "sha256";
            sha512: "sha512";
        }>;
        value: z.ZodString;
    }, z.core.$strip>>;
    hashIsOfImage: z.ZodBoolean;
    fetchedAt: z.ZodString;
}, z.core.$strip>;
/** What an entry is: travels with it into caches. */
export type EntryRecord = Readonly<z.infer<typeof recordSchema>>;
/**
 * Identity of the file that was verified. A restored, copied or altered image has another one, and is verified again
 * before it is used.
 */
declare const markSchema: z.ZodObject<{
    inode: z.ZodString;
    size: z.ZodString;
    modified: z.ZodString;
    hash: z.ZodExactOptional<z.ZodObject<{
        algorithm: z.ZodEnum<{
            sha1: "sha1";
            sha256: "sha256";
            sha512: "sha512";
        }>;
        value: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type EntryMark = Readonly<z.infer<typeof markSchema>>;
/** Reads an entry's record; undefined when there is none, or a broken one. */
export declare function readRecord(files: EntryFiles): Promise<EntryRecord | undefined>;
/** The verified mark that an entry has now, if it fits the image that is there. */
export declare function validMark(files: EntryFiles): Promise<EntryMark | undefined>;
/** Marks the file `image` (to be renamed to the entry's image, or that already) as verified against `hash`. */
export declare function writeMark(files: EntryFiles, image: string, hash: EntryMark['hash']): Promise<void>;
export {};
