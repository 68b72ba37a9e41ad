import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GuestConnection } from '../../guest/connection.ts';
import { copyTo } from '../../guest/copy-to.ts';
import { exec } from '../../guest/exec.ts';
import { oneLine } from '../../guest/one-line.ts';
import { commandText } from '../../guest/quote.ts';
import { CancelledError, GuestError, messageOf, UserError } from '../../host/errors.ts';
import { LineSplitter } from '../../host/lines.ts';
import type { Logger } from '../../host/log.ts';
import { shortened } from '../../initfile/printable.ts';
import type { BootItem } from './item.ts';

/** One thing to do in the guest. */
export interface Action {
  /** For people: `script setup.sh`. */
  readonly title: string;
  run(context: ActionContext): Promise<void>;
}

/** What an action has to work with. */
export interface ActionContext {
  readonly connection: GuestConnection;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that are left. */
  readonly timeout: number;
  readonly output: Output;
}

/** Lines of output that a failure shows. */
const TAIL = 15;

/** Takes the output of actions: all of it goes to the log, the end of it into the message of a failure. */
export class Output {
  readonly #log: Logger;
  readonly #prefix: string;
  readonly #tail: string[] = [];

  constructor(log: Logger, prefix: string) {
    this.#log = log;
    this.#prefix = prefix;
  }

  /** Takes a line that a program of ours, or the guest, has written. */
  readonly line = (line: string): void => {
    const shown = oneLine(line);
    this.#log.debug(`${this.#prefix}: ${shown}`);
    this.#tail.push(shown);
    if (this.#tail.length > TAIL) this.#tail.shift();
  };

  /** Forgets what came before the next action. */
  reset(): void {
    this.#tail.length = 0;
  }

  /** The last lines. */
  get tail(): string {
    return this.#tail.join('\n');
  }
}

/** Things to do for an item, in their order, without its playbook. */
export function actionsOf(item: BootItem): Action[] {
  const { copy, scripts, run } = item;
  return [
    ...copy.map(({ from, to }) => ({ title: `copy of ${basename(from)}`, run: copying(from, to) })),
    ...scripts.map((file) => ({ title: `script ${basename(file)}`, run: running(item, () => scriptOf(file)) })),
    ...run.map((command) => ({
      title: `command "${shortened(oneLine(command), 80)}"`,
      run: running(item, async () => ({ command: ['sh', '-c', command], stdin: '' })),
    })),
  ];
}

function copying(from: string, to: string): Action['run'] {
  return async ({ connection, signal }) => {
    await copyTo(connection, from, to, { signal });
  };
}

/** A command, and what it reads. */
interface Job {
  readonly command: readonly string[];
  readonly stdin: string;
}

/** Puts a script into a file first: what it starts may read standard input. Its first line may name its interpreter. */
async function scriptOf(file: string): Promise<Job> {
  const text = await readScript(file);
  const call = text.startsWith('#!') ? '"$d/script"' : 'sh "$d/script"';
  const wrapper = `d=$(mktemp -d) && cat >"$d/script" && chmod 0700 "$d/script" || exit 126
${call} </dev/null
code=$?
rm -rf "$d"
exit $code`;
  return { command: ['sh', '-c', wrapper], stdin: text };
}

async function readScript(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError('SCRIPT_MISSING', `the script ${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function running({ user, env }: BootItem, jobOf: () => Promise<Job>): Action['run'] {
  return async ({ connection, signal, timeout, output }) => {
    const { command, stdin } = await jobOf();
    const text = commandText(command, env);
    const [out, err] = [new LineSplitter(output.line), new LineSplitter(output.line)];
    const options = { stdin, timeout, signal, capture: false, title: 'build step' };
    const streams = { onStdout: (chunk: Buffer) => out.add(chunk), onStderr: (chunk: Buffer) => err.add(chunk) };
    try {
      await exec(connection, user === 'root' ? text : ['su', '-', user, '-c', text], { ...options, ...streams });
    } finally {
      out.end();
      err.end();
    }
  };
}

/** The error for an action that failed, with the end of its own output. */
export function stepFailed(vm: string, place: string, title: string, error: unknown, output: Output): Error {
  if (error instanceof CancelledError || error instanceof UserError) return error;
  const what = messageOf(error).replace(/^VM [^:]*: "build step" /, '');
  // What the error says of the end of the output is there already.
  const [why = what] = output.tail === '' ? [what] : what.split(': ');
  const tail = output.tail === '' ? '' : `:\n${output.tail}`;
  return new GuestError('BUILD_STEP_FAILED', `VM ${vm}: ${place} of \`build\`, ${title}: ${why}${tail}`, {
    cause: error,
    hint: '`--loglevel debug` (`-l debug`) shows all of its output as it comes.',
  });
}
