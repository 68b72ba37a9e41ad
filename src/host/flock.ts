import { type ChildProcess, spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { CancelledError, HostError, hasErrorCode, messageOf, ToolError, throwIfCancelled } from './errors.ts';

/** How to lock a file that is open. */
export interface FlockOptions {
  readonly mode: 'exclusive' | 'shared';
  /** For messages. */
  readonly path: string;
  readonly what: string;
  /** Milliseconds to wait for others. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Exit code that we ask `flock` to use when it gave up waiting. */
const TIMED_OUT = 75;
/**
 * Milliseconds that `flock` gets beyond its own limit. It sets an alarm and then waits: on a busy machine the alarm may go off
 * in between, and it waits for ever.
 */
const GRACE = 5000;
const MAX_TIMER = 2 ** 31 - 1;

/**
 * Takes a kernel lock (flock) on an open file. It lives exactly as long as the descriptor, also through SIGKILL: `flock`
 * locks a descriptor that it inherits from us.
 *
 * @returns false when others held it all the time.
 * @throws {ToolError} `LOCK_FAILED`; {@link HostError} `TOOL_MISSING`; {@link CancelledError}.
 */
export async function flock(file: FileHandle, options: FlockOptions): Promise<boolean> {
  const { mode, path, what, timeoutMs, signal } = options;
  throwIfCancelled(signal, `waiting for ${what}`);
  const wait = (Math.max(timeoutMs, 0) / 1000).toFixed(3);
  const args = [`--${mode}`, '--conflict-exit-code', `${TIMED_OUT}`, '--timeout', wait, '3'];
  const child = spawn('flock', args, { stdio: ['ignore', 'ignore', 'pipe', file.fd], detached: true });
  let isLate = false;
  const cancel = () => child.kill('SIGKILL');
  const giveUp = () => {
    isLate = true;
    cancel();
  };
  const timer = setTimeout(giveUp, Math.min(Math.max(timeoutMs, 0) + GRACE, MAX_TIMER));
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const { code, end } = await outcomeOf(child, path);
    if (signal?.aborted) throw new CancelledError(`waiting for ${what}`);
    if (code === 0 || code === TIMED_OUT || isLate) return code === 0;
    throw new ToolError('LOCK_FAILED', `cannot lock ${path}: ${end}`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

function outcomeOf(
  child: ChildProcess,
  path: string,
): Promise<{ readonly code: number | null /** In words. */; readonly end: string }> {
  return new Promise((resolve, reject) => {
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (cause) => {
      if (!hasErrorCode(cause, 'ENOENT')) {
        return reject(new ToolError('LOCK_FAILED', `cannot lock ${path}: ${messageOf(cause)}`, { cause }));
      }
      const hint = 'Install util-linux: `lago doctor` names the package.';
      reject(new HostError('TOOL_MISSING', 'the program flock is not installed or not on PATH', { hint, cause }));
    });
    child.on('close', (code, signal) => {
      const end = signal === null ? `flock failed: ${stderr.trim()}` : `flock was ended by ${signal}`;
      resolve({ code, end });
    });
  });
}
