import { constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { type RunOptions, run } from '../../host/exec.ts';

/**
 * Reads what another program writes into a named pipe. The pipe is open for reading before the program opens it, so
 * neither waits for the other; the data ends when the program closes it.
 *
 * @param write tells the program to write to the pipe, and ends when it has.
 * @returns what came; reading it drives nothing: `write` is called at once.
 */
export async function* readThroughFifo(
  path: string,
  write: (path: string) => Promise<void>,
  options: Pick<RunOptions, 'signal' | 'log'>,
): AsyncGenerator<Buffer> {
  await run('mkfifo', ['-m', '600', path], options);
  // A descriptor that belongs to the socket alone; a FileHandle would close it a second time.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false });
  let failure: { readonly error: unknown } | undefined;
  const writing = write(path).catch((error: unknown) => {
    failure = { error };
    socket.destroy();
  });
  try {
    for await (const chunk of socket) if (chunk instanceof Buffer) yield chunk;
  } catch (error) {
    // A writer that failed says why; the pipe only ends.
    if (!failure) throw error;
  } finally {
    socket.destroy();
    await rm(path, { force: true });
    // Whoever reads no further may tell the program something else next, which must have done with this.
    await writing;
  }
  if (failure) throw failure.error;
}
