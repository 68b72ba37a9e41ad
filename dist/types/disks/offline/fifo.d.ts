import { type RunOptions } from '../../host/exec.ts';
/**
 * Reads what another program writes into a named pipe. The pipe is open for reading before the program opens it, so
 * neither waits for the other; the data ends when the program closes it.
 *
 * @param write tells the program to write to the pipe, and ends when it has.
 * @returns what came; reading it drives nothing: `write` is called at once.
 */
export declare function readThroughFifo(path: string, write: (path: string) => Promise<void>, options: Pick<RunOptions, 'signal' | 'log'>): AsyncGenerator<Buffer>;
