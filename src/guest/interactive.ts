import type { Readable, Stream, Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { runAttached } from '../host/attached.ts';
import { messageOf } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { feed } from './exec.ts';
import { commandText } from './quote.ts';
import type { RemoteProcess } from './remote-process.ts';

/** Standard input as a terminal has it; a plain stream will do. */
export type TerminalInput = Readable & {
  readonly isTTY?: boolean;
  /** Passes every key on at once, as it is. */
  setRawMode?(raw: boolean): unknown;
};

/** Standard output as a terminal has it; a plain stream will do. */
export type TerminalOutput = Writable & { readonly columns?: number; readonly rows?: number };

/** An interactive shell, or a command attached to the caller's streams. */
export interface InteractiveOptions {
  /** What to run; the user's login shell by default. */
  readonly command?: string | readonly string[];
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  /** Error output; on a terminal it comes with the standard output. */
  readonly errors: Writable;
  /** Kind of terminal; `xterm-256color` by default. */
  readonly term?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a shell or a command in a guest with the caller's streams attached, and returns its exit code. There is a
 * terminal in the guest when `input` is one; it is in raw mode meanwhile, and its size is passed on. What the guest
 * writes goes to `output` as it is: that is a terminal's business.
 *
 * @throws as {@link GuestConnection.open}
 */
export async function interactive(connection: GuestConnection, options: InteractiveOptions): Promise<number> {
  const { input, output } = options;
  const terminal = input.isTTY === true;
  const size = sizeOf(output);
  guard(input);
  const process = await connection.open(
    {
      command: options.command === undefined ? undefined : commandText(options.command),
      pty: terminal ? { term: options.term ?? 'xterm-256color', ...size } : undefined,
    },
    options.signal,
  );
  const resize = () => {
    const { cols, rows } = sizeOf(output);
    if (!process.ended) process.channel.setWindow(rows, cols, 0, 0);
  };
  show(process, process.channel, output);
  show(process, process.channel.stderr, options.errors);
  try {
    if (terminal) await makeRaw(input, connection);
    output.on('resize', resize);
    // It took a while to get here.
    if (terminal && !isDeepStrictEqual(size, sizeOf(output))) resize();
    const stopInput = attach(process, input);
    try {
      return (await process.exited).code;
    } finally {
      stopInput();
    }
  } finally {
    output.off('resize', resize);
    if (terminal) input.setRawMode?.(false);
  }
}

/**
 * Node's raw mode still turns line feeds of the output into carriage return and line feed; programs that use the whole
 * screen send bare ones. Leaving the mode puts back all that was before, this included.
 */
async function makeRaw(input: TerminalInput, connection: GuestConnection): Promise<void> {
  input.setRawMode?.(true);
  if (!('fd' in input) || typeof input.fd !== 'number') return;
  try {
    await runAttached('stty', ['-opost'], { input, output: 'ignore', errors: 'ignore' });
  } catch (error) {
    connection.options.log.debug(`the terminal cannot be made wholly raw: ${messageOf(error)}`);
  }
}

function sizeOf(output: TerminalOutput): { readonly cols: number; readonly rows: number } {
  return { cols: output.columns ?? 80, rows: output.rows ?? 24 };
}

/** Passes input on as it comes, at the guest's pace; the returned function lets go of it, so that Node can end. */
function attach(process: RemoteProcess, input: TerminalInput): () => void {
  const onData = (chunk: Buffer | string) => {
    input.pause();
    void process.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk).then((more) => {
      if (more) input.resume();
    });
  };
  const onEnd = () => void feed(process, undefined);
  const onError = (error: Error) => process.abort(error);
  input.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
  if (input.errored) onError(input.errored);
  else if (input.readableEnded || input.destroyed) onEnd();
  return () => {
    input.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
    input.pause();
  };
}

/**
 * Streams of callers whose errors are no accidents: what was written before the process ended may fail after it, and a terminal
 * that is gone reports each change of its mode.
 */
const guarded = new WeakSet<Stream>();

function guard(stream: Stream): void {
  if (guarded.has(stream)) return;
  guarded.add(stream);
  stream.on('error', () => undefined);
}

/** Copies output at the pace of whoever reads it; when nobody does any more (`| head`), the process ends. */
function show(process: RemoteProcess, from: Readable, to: Writable): void {
  let isBroken = false;
  from.on('data', (chunk: Buffer) => {
    process.touch();
    if (isBroken || to.write(chunk)) return;
    from.pause();
    to.once('drain', () => from.resume());
  });
  const onError = (error: Error) => {
    isBroken = true;
    from.resume();
    process.abort(error);
  };
  // One that its reader has thrown away reports no error, and never drains.
  const onClose = () => onError(new Error('the output was closed'));
  guard(to);
  to.on('error', onError).on('close', onClose);
  const release = () => to.off('error', onError).off('close', onClose);
  process.exited.then(release, release);
}
