import type { ZodType } from 'zod';
import { HostError, LagoError } from './errors.ts';
/** How a file is written. */
export interface WriteOptions {
    /** Permission bits, set whatever the umask says. 0644 by default. */
    readonly mode?: number;
}
/**
 * Writes a file so that a reader (or a power cut) sees the old content or the new, never a piece of it: temp name in the
 * same directory, fsync, rename, fsync of the directory.
 *
 * @throws {HostError} `DISK_FULL`, `PERMISSION_DENIED` or `FILE_FAILED`; nothing is left behind.
 */
export declare function writeFileAtomic(path: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>;
/** A name beside `path` that nobody else uses; hidden, so that directory listings by pattern skip it. */
export declare function temporaryName(path: string): string;
/** Makes a rename inside a directory last through a power cut. File systems that cannot do that are left alone. */
export declare function syncDirectory(directory: string): Promise<void>;
/** Writes a value as JSON with 4 spaces of indent, as Lago does, atomically. Errors as {@link writeFileAtomic}. */
export declare function writeJson(path: string, value: unknown, options?: WriteOptions): Promise<void>;
/**
 * Reads a JSON file of a known shape.
 *
 * @throws {StateError} `FILE_MISSING` or `FILE_BROKEN`, with the file's name and what is wrong.
 * @throws {HostError} `PERMISSION_DENIED` or `FILE_FAILED`.
 */
export declare function readJson<T>(path: string, schema: ZodType<T>): Promise<T>;
/** Like {@link readJson}, with undefined for a file that is not there. */
export declare function readJsonIfExists<T>(path: string, schema: ZodType<T>): Promise<T | undefined>;
/** Parses JSON text of a known shape. @throws {StateError} `FILE_BROKEN`, naming `name`. */
export declare function parseJson<T>(text: string, schema: ZodType<T>, name: string): T;
/**
 * Removes a file or a directory with all that is in it; fine when it is not there. Symlinks are removed, not followed.
 *
 * @throws {HostError} `PERMISSION_DENIED` or `FILE_FAILED`.
 */
export declare function removeTree(path: string): Promise<void>;
/** Removes a directory and those above it up to `root`, as long as they are empty. */
export declare function removeEmptyDirectories(directory: string, root: string): Promise<void>;
/** Makes what was written to a file last through a power cut. */
export declare function syncFile(path: string): Promise<void>;
/** Bytes that an ordinary user can still write at `path`; asks the nearest directory that exists. */
export declare function freeBytes(path: string): Promise<number>;
/**
 * Makes a directory and its parents. Directories made below a set-gid, group-writable one (`/var/lib/lago` of a package)
 * are group-writable too, whatever the umask, so that the members of the group can share them.
 *
 * @throws {HostError} `PERMISSION_DENIED`, `DISK_FULL` or `FILE_FAILED`.
 */
export declare function ensureDirectory(path: string): Promise<void>;
/** Whether this user can add files to a directory, and remove those in it; false for one that is not there. */
export declare function directoryIsWritable(path: string): boolean;
/** Whether `path` is `parent` or lies below it. Looks at the names only: resolve symlinks before. */
export declare function pathIsInside(path: string, parent: string): boolean;
/** Looks before a long copy whether it can end well. @throws {HostError} `DISK_FULL` */
export declare function requireRoom(path: string, bytes: number, what: string): Promise<void>;
/** The error for a program that failed because the disk is full, as its output tells; undefined for other failures. */
export declare function diskFullOf(error: unknown): HostError | undefined;
/** Turns a system error of a file operation into one that says what to do. Errors of ours pass unchanged. */
export declare function fileError(error: unknown, action: string, path: string): LagoError;
