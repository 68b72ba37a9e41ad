import { type GuestfishOptions } from './guestfish.ts';
import { type LayoutOptions } from './layout.ts';
/** What is at a path in a guest, links followed. */
export type OfflineEntry = {
    readonly kind: 'directory';
    readonly path: string;
} | {
    readonly kind: 'file';
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    /** Permission bits. */
    readonly mode: number;
    readonly mtime: Date;
} | {
    readonly kind: 'special';
};
/** How the files of a guest are read without it. */
export interface OfflineOptions extends GuestfishOptions, Pick<LayoutOptions, 'rootPartition'> {
    /** Existing directory for what is needed meanwhile; on the file system of nobody in particular. */
    readonly scratch: string;
}
/** The files of a guest, read from its disks by one appliance of libguestfs. */
export declare class OfflineFiles implements AsyncDisposable {
    #private;
    private constructor();
    /**
     * Starts the appliance and mounts what the guest has.
     *
     * @throws {ToolError} `GUESTFS_FAILED`, `GUESTFS_NO_ROOT`; {@link HostError} `TOOL_MISSING`; {@link CancelledError}
     */
    static open(options: OfflineOptions): Promise<OfflineFiles>;
    /** What is at an absolute path; undefined when nothing is. */
    look(path: string): Promise<OfflineEntry | undefined>;
    /** All that is in a directory, as a tar archive whose names begin with `./`. @throws {ToolError} `GUESTFS_FAILED` */
    archive(directory: string): AsyncIterable<Buffer>;
    /** Content of a file. @throws {ToolError} `GUESTFS_FAILED` */
    content(file: string): AsyncIterable<Buffer>;
    /** Ends the appliance. */
    [Symbol.asyncDispose](): Promise<void>;
}
