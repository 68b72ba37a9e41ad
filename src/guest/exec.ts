import type { Readable } from 'node:stream';
import { GuestError, messageOf } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { oneLine } from './one-line.ts';
import { commandText } from './quote.ts';
import type { RemoteProcess } from './remote-process.ts';

/** What a command in a guest gave back. */
export interface CommandStatus {
  /** Exit code; 128 plus the signal's number when a signal ended the command. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** For example `SIGKILL`. */
  readonly signal?: string;
}

/** How to run a command in a guest. */
export interface ExecOptions {
  /** Standard input; empty by default. */
  readonly stdin?: string | Uint8Array | Readable;
  /** Variables set for the command. */
  readonly env?: Readonly<Record<string, string>>;
  /** Run it on a terminal of 80x24; standard and error output are one then. False by default. */
  readonly pty?: boolean;
  /** Milliseconds that it may run; no limit by default. A command that runs on may go on in the guest. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with pieces of standard output as they come: raw bytes of a guest that is not trusted. */
  readonly onStdout?: (chunk: Buffer) => void;
  /** The same for standard error. */
  readonly onStderr?: (chunk: Buffer) => void;
  /** Keep the output for the result; true by default. Without, `out` and `err` are empty and may be of any length. */
  readonly capture?: boolean;
  /** Bytes kept of each stream; more fails with `OUTPUT_TOO_LARGE`. 16 MiB by default. */
  readonly maxBuffer?: number;
  /** Name of the command in messages; its text by default. */
  readonly title?: string;
  /** Throw `COMMAND_FAILED` unless the exit code is 0; true by default. */
  readonly check?: boolean;
}

/** A command in a guest gave another exit code than 0: code `COMMAND_FAILED`. */
export class CommandFailedError extends GuestError {
  readonly status: CommandStatus;

  constructor(name: string, command: string, status: CommandStatus, errors: string) {
    const how = status.signal === undefined ? `exit code ${status.code}` : `signal ${status.signal}`;
    const tail = oneLine(errors);
    super(
      'COMMAND_FAILED',
      `VM ${name}: "${oneLine(command, 200)}" failed with ${how}${tail === '' ? '' : `: ${tail}`}`,
    );
    this.status = status;
  }
}

const MAX_BUFFER = 16 * 1024 * 1024;
/** End of the error output that is kept for messages when nothing else is. */
const TAIL = 4096;

/**
 * Runs a command in a guest and waits for it. An array is quoted, word by word; a string is given to the login shell
 * as it is.
 *
 * @throws {CommandFailedError} `COMMAND_FAILED` for an exit code other than 0, unless `check` is false
 * @throws {GuestError} `COMMAND_TIMEOUT`, `OUTPUT_TOO_LARGE`, and as {@link GuestConnection.open}
 * @throws {UserError} `COMMAND_INVALID`
 * @throws {CancelledError} when the signal fires
 */
export async function exec(
  connection: GuestConnection,
  command: string | readonly string[],
  options: ExecOptions = {},
): Promise<CommandStatus> {
  const text = commandText(command, options.env);
  const shown = options.title ?? (typeof command === 'string' ? command : commandText(command));
  connection.options.log.debug(`ssh ${connection.name}: ${oneLine(shown, 500)}`);
  const process = await connection.open({ command: text, pty: options.pty ? {} : undefined }, options.signal);
  const timer = limitTime(process, connection.name, shown, options.timeout);
  const limit = options.maxBuffer ?? MAX_BUFFER;
  const overflow = (stream: string) =>
    new GuestError(
      'OUTPUT_TOO_LARGE',
      `VM ${connection.name}: "${oneLine(shown, 200)}" wrote more than ${limit} bytes to ${stream}`,
      {
        hint: 'Raise `maxBuffer`, or take the output in pieces with `onStdout` and `capture: false`.',
      },
    );
  const keep = options.capture === false ? 0 : limit;
  const out = new Capture(keep, () => process.abort(overflow('standard output')));
  const err = new Capture(keep, () => process.abort(overflow('standard error')));
  process.channel.on('data', taking(process, out, options.onStdout));
  process.channel.stderr.on('data', taking(process, err, options.onStderr));
  try {
    void feed(process, options.stdin);
    const exit = await process.exited;
    const status: CommandStatus = { ...exit, out: out.text, err: err.text };
    connection.options.log.debug(`ssh ${connection.name}: exit ${exit.code}`);
    if (exit.code !== 0 && options.check !== false) {
      throw new CommandFailedError(connection.name, shown, status, err.tail);
    }
    return status;
  } finally {
    clearTimeout(timer);
  }
}

function limitTime(
  process: RemoteProcess,
  name: string,
  shown: string,
  timeout: number | undefined,
): NodeJS.Timeout | undefined {
  if (timeout === undefined) return undefined;
  const message = `VM ${name}: "${oneLine(shown, 200)}" did not end within ${timeout / 1000} s`;
  return setTimeout(() => process.abort(new GuestError('COMMAND_TIMEOUT', message)), timeout);
}

function taking(process: RemoteProcess, capture: Capture, listener: ((chunk: Buffer) => void) | undefined) {
  return (chunk: Buffer): void => {
    if (process.ended) return;
    process.touch();
    try {
      listener?.(chunk);
      capture.add(chunk);
    } catch (error) {
      process.abort(error instanceof Error ? error : new Error(messageOf(error)));
    }
  };
}

/** Gives a process its standard input, then the end of it. What reading the input fails with aborts the process. */
export async function feed(process: RemoteProcess, input: ExecOptions['stdin']): Promise<void> {
  try {
    if (typeof input === 'string') await process.write(Buffer.from(input));
    else if (input instanceof Uint8Array) await process.write(input);
    else if (input !== undefined) {
      for await (const chunk of input) {
        if (!(await process.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk))) break;
      }
    }
    if (!process.ended) process.channel.end();
  } catch (error) {
    process.abort(error instanceof Error ? error : new Error(messageOf(error)));
  }
}

/** Output that is kept: all of it up to a limit, or only the end when the limit is 0. */
class Capture {
  readonly #chunks: Buffer[] = [];
  readonly #limit: number;
  readonly #onOverflow: () => void;
  #size = 0;
  #last = Buffer.alloc(0);

  constructor(limit: number, onOverflow: () => void) {
    this.#limit = limit;
    this.#onOverflow = onOverflow;
  }

  add(chunk: Buffer): void {
    this.#last = Buffer.concat([this.#last, chunk.subarray(-TAIL)]).subarray(-TAIL);
    if (this.#limit === 0) return;
    this.#size += chunk.length;
    if (this.#size > this.#limit) this.#onOverflow();
    else this.#chunks.push(chunk);
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  get tail(): string {
    return this.#last.toString('utf8');
  }
}
