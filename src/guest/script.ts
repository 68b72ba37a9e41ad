import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { hasErrorCode, messageOf, UserError } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { type CommandStatus, type ExecOptions, exec } from './exec.ts';
import { quoteCommand } from './quote.ts';

/** A script: a file on this machine, or its text. */
export type ScriptSource = { readonly file: string } | { readonly text: string };

/**
 * Runs a local script in a guest by feeding it to `bash -s`, or to `sh -s` where there is no bash. Nothing is uploaded;
 * the script's own standard input is its text.
 *
 * @throws {UserError} `SCRIPT_MISSING` when the file cannot be read
 * @throws as {@link exec}
 */
export async function script(
  connection: GuestConnection,
  source: ScriptSource,
  args: readonly string[] = [],
  options: Omit<ExecOptions, 'stdin'> = {},
): Promise<CommandStatus> {
  const text = 'text' in source ? source.text : await readScript(source.file);
  const words = args.length === 0 ? '' : ` ${quoteCommand(args)}`;
  const command = `if command -v bash >/dev/null 2>&1; then exec bash -s --${words}; else exec sh -s --${words}; fi`;
  const title = 'text' in source ? 'script' : `script ${basename(source.file)}`;
  return await exec(connection, command, { title, ...options, stdin: text });
}

async function readScript(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const what = hasErrorCode(error, 'ENOENT') ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
    throw new UserError('SCRIPT_MISSING', `the script ${file} ${what}`, { cause: error });
  }
}
