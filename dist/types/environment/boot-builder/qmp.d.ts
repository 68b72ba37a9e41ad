import type { Readable, Writable } from 'node:stream';
/** QEMU's machine protocol over a pair of streams: one command after the other, events are passed over. */
export declare class Qmp {
    #private;
    /** @param input what QEMU reads; @param output what it writes. */
    constructor(input: Writable, output: Readable);
    /** Runs a command and gives what it returns. @throws {ToolError} `QEMU_FAILED` */
    execute(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
    /** Fails what waits for an answer, and whatever is asked from now on. */
    end(why: string): void;
}
