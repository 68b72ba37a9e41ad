import { Duplex } from 'node:stream';
/** A stream to a program's standard input and output, which does not keep this process alive after `unref`. */
export interface ProcessStream extends Duplex {
    ref(): void;
    unref(): void;
}
/**
 * Starts a program, with an argument array and never through a shell, whose standard input and output are the stream. The
 * program ends with the stream; one that fails ends the stream with an error.
 */
export declare function processStream(program: string, args: readonly string[]): ProcessStream;
