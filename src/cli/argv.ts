import type { Command, Option } from 'commander';
import { UsageError } from './usage-error.ts';

/** A command line taken apart, in the order that commander wants. */
export interface OrderedArgv {
  /** Global options, then the verb, then its own options and arguments. */
  readonly argv: readonly string[];
  /** The verb that was named, if it exists. */
  readonly verb: Command | undefined;
}

/**
 * Writes a command line the way commander takes it: global options stand before the verb, wherever the user put them,
 * and unique beginnings of long options are written in full (`--workdir x` becomes `--workdir-path=x`), as Lago allowed.
 *
 * @param passesThrough whether everything after the first argument of a verb is not for us.
 * @param onVerb told which verb it is before its options are looked at.
 * @throws {UsageError} for a beginning that fits several options, or a missing value.
 */
export function orderArgv(
  argv: readonly string[],
  program: Command,
  passesThrough: (verb: Command) => boolean,
  onVerb: (verb: Command) => void = () => {},
): OrderedArgv {
  const globals: string[] = [];
  const { argv: words, verb } = orderBelow(program, [...argv], { program, globals, passesThrough, onVerb });
  return { argv: [...globals, ...words], verb: verb === program ? undefined : verb };
}

interface Ordering {
  readonly program: Command;
  /** Global options that were found so far. */
  readonly globals: string[];
  readonly passesThrough: (verb: Command) => boolean;
  readonly onVerb: (verb: Command) => void;
}

/** Orders what follows the name of a command: a verb's own words, or the name of a verb of a group (as the program is). */
function orderBelow(command: Command, rest: string[], ordering: Ordering): OrderedArgv {
  const { program, globals, passesThrough, onVerb } = ordering;
  if (command !== program) onVerb(command);
  const known = { own: command === program ? [] : command.options, globals: program.options };
  if (command.commands.length === 0) {
    const own = takeOptions(rest, known, globals, () => (passesThrough(command) ? 'stop' : 'go on'));
    return { argv: [...own, ...rest], verb: command };
  }
  const unknown = takeOptions(rest, known, globals, () => 'stop');
  const name = rest.shift();
  if (name === undefined) return { argv: unknown, verb: command };
  const next = find(command, name);
  if (next === undefined) return { argv: [...unknown, ...helpOrder(name, rest, command)], verb: command };
  const { argv, verb } = orderBelow(next, rest, ordering);
  return { argv: [...unknown, name, ...argv], verb };
}

function find({ commands }: Command, name: string): Command | undefined {
  return commands.find((command) => command.name() === name || command.aliases().includes(name));
}

/** `help templates list` is `templates help list` to commander, which has no word about what it does not know. */
function helpOrder(name: string, rest: readonly string[], command: Command): string[] {
  const [topic, ...words] = rest;
  if (name !== 'help' || topic === undefined || topic === 'help' || topic.startsWith('-')) return [name, ...rest];
  const found = find(command, topic);
  if (found === undefined) throw new UsageError(`unknown command '${topic}'`);
  return found.commands.length > 0 && words.length > 0 ? [topic, ...helpOrder(name, words, found)] : [name, ...rest];
}

interface Known {
  readonly own: readonly Option[];
  readonly globals: readonly Option[];
}

/** Reads options and arguments off `rest`; returns what belongs to the verb and puts global options into `globals`. */
function takeOptions(
  rest: string[],
  known: Known,
  globals: string[],
  onArgument: (argument: string) => 'stop' | 'go on',
): string[] {
  const own: string[] = [];
  for (let token = rest[0]; token !== undefined; token = rest[0]) {
    const isOption = token.startsWith('-') && token !== '-';
    if (token === '--' || (!isOption && onArgument(token) === 'stop')) return own;
    rest.shift();
    if (!isOption) {
      own.push(token);
      continue;
    }
    const match = findOption(token, known);
    if (match === undefined) own.push(token);
    else (known.globals.includes(match.option) ? globals : own).push(...written(match, rest));
  }
  return own;
}

interface Match {
  readonly option: Option;
  /** Value written in the same word: `--name=value`, `-fjson`. */
  readonly value: string | undefined;
}

function findOption(token: string, known: Known): Match | undefined {
  if (!token.startsWith('--')) {
    const option = [...known.own, ...known.globals].find(({ short }) => short === token.slice(0, 2));
    // Short flags of a verb written together are commander's business.
    if (option === undefined || (token.length > 2 && !takesValue(option))) return undefined;
    return { option, value: token.length > 2 ? token.slice(2) : undefined };
  }
  const [name = '', ...parts] = token.split('=');
  const option = byLongName(name, known);
  return option && { option, value: parts.length > 0 ? parts.join('=') : undefined };
}

function byLongName(name: string, known: Known): Option | undefined {
  const ownNames = new Set(known.own.map(({ long }) => long));
  // An option of the verb hides the global one of the same name.
  const all = [...known.own, ...known.globals.filter(({ long }) => !ownNames.has(long))];
  const exact = all.find(({ long }) => long === name);
  if (exact || name === '--' || '--help'.startsWith(name)) return exact;
  const candidates = all.filter(({ long }) => long?.startsWith(name));
  if (candidates.length <= 1) return candidates[0];
  const names = candidates.map(({ long }) => long).join(', ');
  throw new UsageError(`the option ${name} is ambiguous: it could be ${names}`);
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

function written({ option, value }: Match, rest: string[]): string[] {
  const long = option.long ?? '';
  if (value !== undefined) return [`${long}=${value}`];
  // The values of a variadic option are the words up to the next option: commander finds them.
  if (!takesValue(option) || option.variadic) return [long];
  const next = rest.shift();
  if (next === undefined) throw new UsageError(`the option ${option.flags} needs a value`);
  return [`${long}=${next}`];
}
