import { UserError } from '../host/errors.ts';

/** Words that need no quotes; `=` is left out because a bare `name=value` in front is an assignment. */
const BARE = /^[A-Za-z0-9_./:@%+,-]+$/;

/** Words that a shell takes as syntax where it expects a command. */
const RESERVED = new Set(
  'if then else elif fi case esac for while until do done in function select time coproc'.split(' '),
);

/**
 * Quotes one word for a POSIX shell.
 *
 * @throws {UserError} `COMMAND_INVALID` for a word with a NUL, which no command line can carry.
 */
export function quoteWord(word: string): string {
  if (word.includes('\0')) {
    throw new UserError('COMMAND_INVALID', `the command argument ${JSON.stringify(word)} contains a NUL character`);
  }
  if (BARE.test(word) && !RESERVED.has(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Makes the one string that SSH carries out of an argument array: a POSIX shell splits it into the same words again.
 * The only place where guest-side commands are quoted.
 *
 * @throws {UserError} `COMMAND_INVALID` for an empty array or an argument with a NUL.
 */
export function quoteCommand(argv: readonly string[]): string {
  if (argv.length === 0)
    throw new UserError('COMMAND_INVALID', 'the command is empty: expected at least a program name');
  return argv.map(quoteWord).join(' ');
}

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Text of a command as the guest's login shell gets it: an array is quoted, a string stays as it is. Variables are set
 * by the text itself, since SSH servers refuse most that come as requests.
 *
 * @throws {UserError} `COMMAND_INVALID` for an empty command, a NUL, or a variable name that is none.
 */
export function commandText(command: string | readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const text = typeof command === 'string' ? command : quoteCommand(command);
  if (text.trim() === '') throw new UserError('COMMAND_INVALID', 'the command is empty');
  if (text.includes('\0')) throw new UserError('COMMAND_INVALID', 'the command contains a NUL character');
  const assignments = Object.entries(env).map(([name, value]) => {
    if (!VARIABLE_NAME.test(name)) {
      throw new UserError('COMMAND_INVALID', `"${name}" is not a name for an environment variable`);
    }
    return `${name}=${quoteWord(value)}`;
  });
  return assignments.length === 0 ? text : `export ${assignments.join(' ')}; ${text}`;
}
