import { type CollectedPath, type CollectOptions, type CollectRequest } from './collect-paths.ts';
/** What is at a path of a guest that is not running, links followed. */
export type OfflineEntry = {
    readonly kind: 'directory';
    readonly path: string;
} | {
    readonly kind: 'file';
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    readonly mode: number;
    readonly mtime: Date;
} | {
    readonly kind: 'special';
};
/** The files of a guest that is not running. */
export interface OfflineSource {
    /** Looks at an absolute path; undefined when nothing is there. */
    look(path: string): Promise<OfflineEntry | undefined>;
    /** All that is in a directory, as a tar archive whose names begin with `./`. */
    archive(directory: string): AsyncIterable<Buffer>;
    content(file: string): AsyncIterable<Buffer>;
}
/**
 * Takes paths from the disks of a guest, with the rules and the layout of `collectPaths`: what a file system says is
 * trusted as little as what a guest sends.
 *
 * @param home directory that relative paths refer to.
 * @returns what became of each request, in their order
 * @throws as `collectPaths`; {@link ToolError} `GUESTFS_FAILED` when nothing could be read at all
 */
export declare function collectOffline(name: string, source: OfflineSource, home: string, requests: readonly CollectRequest[], options?: CollectOptions): Promise<readonly CollectedPath[]>;
