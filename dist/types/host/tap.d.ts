import type { FileHandle } from 'node:fs/promises';
/** Sees all bytes of a file in order while they come, so that it need not be read again. */
export interface ByteTap {
    /** Forgets what it has seen: the next bytes are the first ones of a file again. */
    restart(): Promise<void>;
    /** Takes the next bytes. What it throws ends the transfer. */
    write(chunk: Uint8Array): Promise<void>;
}
/** What reading a file may use besides. */
export interface ReadContext {
    readonly signal?: AbortSignal | undefined;
    /** Called with how many bytes were read so far. */
    readonly onBytes?: ((bytes: number) => void) | undefined;
}
/** A tap with how much it has got, over several attempts at one file. */
export declare class Tapped {
    #private;
    constructor(tap: ByteTap | undefined);
    /** Makes the tap have just the first bytes of a file: those that it lacks are read. @param onBlock is called with each block. */
    catchUp(file: FileHandle, bytes: number, onBlock: () => void): Promise<void>;
    /** Hands on the next bytes. */
    write(chunk: Uint8Array): Promise<void>;
}
