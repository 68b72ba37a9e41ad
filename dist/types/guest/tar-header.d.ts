/** One member of an archive that we write. */
export interface TarMember {
    /** Name with `/`, relative. */
    readonly name: string;
    readonly type: 'file' | 'directory' | 'symlink';
    /** Bytes; 0 unless it is a file. */
    readonly size: number;
    /** Permission bits. */
    readonly mode: number;
    /** Seconds since 1970. */
    readonly mtime: number;
    /** What a symlink says. */
    readonly target?: string;
}
/**
 * Header blocks of a member, in GNU's format: libraries write long and non-ASCII names as pax records, which busybox's
 * tar does not read. Owner is root; only root's tar heeds it.
 */
export declare function tarHeader(member: TarMember): Buffer;
/** Zeros that fill up the last block of a file of `size` bytes. */
export declare function tarPadding(size: number): Buffer;
/** What ends an archive. */
export declare const TAR_END: Buffer<ArrayBuffer>;
