import { existsSync } from 'node:fs';
import { ExecaError, type Options as ExecaOptions, execa } from 'execa';
import { detectFamily, installAdvice } from './distribution.ts';
import { CancelledError, HostError, ToolError } from './errors.ts';
import { readLines } from './lines.ts';
import type { Logger } from './log.ts';

/** How to run a program. */
export interface RunOptions {
  readonly cwd?: string;
  /** Variables added to (or, with undefined, taken from) those of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Text or bytes for standard input; nothing by default. */
  readonly input?: string | Uint8Array;
  /** Characters of a stream that are taken at most; 64 Mi by default. */
  readonly maxOutput?: number;
  /** Milliseconds until the program is ended; no limit by default. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
  /** Called with each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
}

/** What a program that ran gave back. `code` is -1 when a signal ended it, which is named then. */
export interface RunResult {
  readonly code: number;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Characters of a stream that are taken at most. */
const MAX_OUTPUT = 64 * 1024 * 1024;
/** Longest piece of a program's error output that goes into a message; the whole of it is in the log. */
const MESSAGE_TAIL = 2000;

/**
 * Runs a program with an argument array, never through a shell, and waits for it.
 *
 * @throws {HostError} `TOOL_MISSING` when the program is not installed.
 * @throws {ToolError} `TOOL_FAILED` when it cannot be started, or its output cannot be read or is too much.
 * @throws {CancelledError} when `signal` fires; the program gets SIGTERM, then SIGKILL after 2 s.
 */
export async function tryRun(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  options.log?.debug(`run: ${[program, ...args].join(' ')}`);
  const settings: ExecaOptions = {
    reject: false,
    stripFinalNewline: false,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    forceKillAfterDelay: 2000,
    maxBuffer: options.maxOutput ?? MAX_OUTPUT,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { LC_ALL: 'C', ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  };
  const child = execa(program, args, settings);
  for (const stream of [child.stdout, child.stderr]) {
    if (options.onLine && stream) readLines(stream, options.onLine);
  }
  const result = await child;
  if (result instanceof ExecaError || result.failed) {
    if (result.isCanceled) throw new CancelledError(program, { cause: result });
    const isAway = options.cwd !== undefined && !existsSync(options.cwd);
    if (result.code === 'ENOENT' && !isAway) throw toolMissing(program, result);
    if (result.timedOut) {
      throw new ToolError('TOOL_TIMEOUT', `${program} did not end within ${(options.timeout ?? 0) / 1000} s`, {
        cause: result,
      });
    }
    const problem = problemOf(result, options);
    // The cause would have all of the output.
    if (problem !== undefined) throw new ToolError('TOOL_FAILED', `${program} ${problem}`);
  }
  const outcome = {
    code: result.exitCode ?? -1,
    ...(result.signal === undefined ? {} : { signal: result.signal }),
    stdout: String(result.stdout ?? ''),
    stderr: String(result.stderr ?? ''),
  };
  options.log?.debug(
    `exit ${outcome.signal ?? outcome.code}: ${program}${outcome.stderr.trim() === '' ? '' : `: ${outcome.stderr.trim()}`}`,
  );
  return outcome;
}

/** What execa knows of a program that failed. */
interface Failure {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly isMaxBuffer: boolean;
  readonly originalMessage?: string | undefined;
}

/** Why there is no result, or not all of it, whatever code the program may have ended with before that was seen. */
function problemOf(
  { exitCode, signal, isMaxBuffer, originalMessage = '' }: Failure,
  { maxOutput = MAX_OUTPUT }: RunOptions,
): string | undefined {
  if (isMaxBuffer) return `wrote more than the ${maxOutput} characters that are taken`;
  if (exitCode === undefined && signal === undefined) return `could not be started: ${originalMessage}`;
  return exitCode === 0 ? `could not be read: ${originalMessage}` : undefined;
}

/**
 * Like {@link tryRun}, but a failure throws.
 *
 * @throws {ToolError} `TOOL_FAILED` when the exit code is not 0; the message ends with the program's error output.
 */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await tryRun(program, args, options);
  if (result.code !== 0) throw toolFailed(program, args, result);
  return result;
}

/** The error for a program that ended with a code other than 0. */
export function toolFailed(program: string, args: readonly string[], result: RunResult): ToolError {
  const output = (result.stderr.trim() === '' ? result.stdout : result.stderr).trim().slice(-MESSAGE_TAIL);
  const call = [program, ...args.slice(0, 3)].join(' ');
  if (result.signal === undefined) {
    return new ToolError('TOOL_FAILED', `${call} failed with exit code ${result.code}: ${output}`);
  }
  return new ToolError('TOOL_FAILED', `${call} was ended by ${result.signal}: ${output || 'it said nothing'}`);
}

/** The error for a program that is not there; its hint names the package. */
export function toolMissing(program: string, cause: unknown): HostError {
  return new HostError('TOOL_MISSING', `the program ${program} is not installed or not on PATH`, {
    hint: `${installAdvice([program], detectFamily())} \`lago doctor\` checks all of them.`,
    cause,
  });
}
