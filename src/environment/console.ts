import type { Readable, Writable } from 'node:stream';
import { runAttached } from '../host/attached.ts';
import { UserError } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import type { ConsoleCommand } from '../providers/provider.ts';

/** A terminal, as this process has it on its standard streams. */
export interface ConsoleStreams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Attaches a terminal to a console until its escape key is pressed, which is told first.
 *
 * @returns the exit code of the program that did it
 * @throws {UserError} `CONSOLE_NEEDS_TERMINAL`; as {@link runAttached}
 */
export async function attachConsole(
  vm: string,
  { program, args, escapeKey }: ConsoleCommand,
  { signal, ...streams }: ConsoleStreams,
  log: Logger,
): Promise<number> {
  if (streams.input.isTTY !== true || streams.output.isTTY !== true) {
    throw new UserError('CONSOLE_NEEDS_TERMINAL', `the console of VM ${vm} needs a terminal for input and output`, {
      hint: 'What it says is in its serial log, which `lago logs` shows; commands can be run by `lago shell`.',
    });
  }
  log.info(`console of ${vm}: ${escapeKey} leaves it, Enter may be needed for a prompt`);
  return await runAttached(program, args, streams, { signal, log });
}
