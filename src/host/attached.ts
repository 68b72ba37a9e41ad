import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Stream } from 'node:stream';
import { CancelledError, hasErrorCode } from './errors.ts';
import { toolMissing } from './exec.ts';
import type { Logger } from './log.ts';

/** Streams with file descriptors of their own, such as those of this process. */
export interface AttachedStreams {
  readonly input: Stream;
  readonly output: Stream | 'ignore';
  readonly errors: Stream | 'ignore';
}

/** Milliseconds that a program gets to put the terminal back in order. */
const PATIENCE = 2000;

/**
 * Runs a program on somebody's terminal, with an argument array, and waits for it.
 *
 * @returns its exit code; 128 plus the signal's number when a signal ended it
 * @throws {HostError} `TOOL_MISSING`; {@link CancelledError} when `signal` fires: the program gets SIGTERM then, so that
 * it can put the terminal back in order, and SIGKILL after 2 s.
 */
export async function runAttached(
  program: string,
  args: readonly string[],
  { input, output, errors }: AttachedStreams,
  options: { readonly signal?: AbortSignal | undefined; readonly log?: Logger | undefined } = {},
): Promise<number> {
  const { signal, log } = options;
  log?.debug(`run: ${[program, ...args].join(' ')}`);
  const child = spawn(program, args, { stdio: [input, output, errors] });
  let killer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill();
    killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  };
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(hasErrorCode(error, 'ENOENT') ? toolMissing(program, error) : error));
      child.once('close', (code, name) => {
        if (signal?.aborted) reject(new CancelledError(program, { cause: signal.reason }));
        else resolve(code ?? 128 + (name === null ? 0 : constants.signals[name]));
      });
    });
  } finally {
    clearTimeout(killer);
    signal?.removeEventListener('abort', end);
  }
}
