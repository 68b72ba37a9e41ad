import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/** End of a program's error output that goes into the stream's error. */
const TAIL = 500;

/** A stream to a program's standard input and output, which does not keep this process alive after `unref`. */
export interface ProcessStream extends Duplex {
  ref(): void;
  unref(): void;
}

/**
 * Starts a program, with an argument array and never through a shell, whose standard input and output are the stream. The
 * program ends with the stream; one that fails ends the stream with an error.
 */
export function processStream(program: string, args: readonly string[]): ProcessStream {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  let takesNoMore = false;
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk, encoding, done) =>
      void child.stdin.write(chunk, encoding, (error) => {
        // How it ends says more than that it takes no more, and comes later.
        if (error) takesNoMore = true;
        else done();
      }),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill();
      done(error);
    },
  });
  // A program that cannot be started fails before whoever gets the stream listens; the error stays with the stream.
  stream.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-TAIL);
  });
  child.stdin.on('error', () => undefined);
  child.once('error', (error) => stream.destroy(error));
  child.once('close', (code, signal) => {
    if (code === 0 && !takesNoMore) stream.push(null);
    else stream.destroy(new Error(errors.trim().split('\n').at(-1) || `${program} ended with ${code ?? signal}`));
  });
  return Object.assign(stream, { ref: () => changeAll('ref'), unref: () => changeAll('unref') });

  function changeAll(what: 'ref' | 'unref'): void {
    for (const part of [child, child.stdin, child.stdout, child.stderr]) {
      const change: unknown = Reflect.get(part, what);
      if (typeof change === 'function') change.call(part);
    }
  }
}
