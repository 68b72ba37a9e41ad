import { Command, type Option } from 'commander';
import { globalOptions } from './global-options.ts';
import type { CliIo } from './io.ts';
import { type OptionSpec, type OptionSpecs, toOption } from './options.ts';
import type { Verb } from './verb.ts';
import { groupOf, groupSummary, wordOf } from './verb-groups.ts';
import { packageVersion } from './version.ts';

/** The command line as commander knows it, with the way back to our verbs and options. */
export interface Program {
  readonly command: Command;
  verbOf(command: Command): Verb | undefined;
  /** What commander read for an option: text, texts, true, or nothing. */
  given(command: Command): (spec: OptionSpec<unknown>) => unknown;
}

/** Called with a verb and its positional arguments. */
export type OnVerb = (verb: Verb, command: Command, args: readonly string[]) => Promise<void>;

/** Builds the parser for a set of verbs. Nothing is printed but to the streams of `io`, nothing ends the process. */
export function buildProgram(
  verbs: readonly Verb[],
  io: CliIo,
  onVerb: OnVerb,
  globals: OptionSpecs = globalOptions,
): Program {
  const program = new Command('lago');
  const made = new Map<Command, Verb>();
  const options = new Map<OptionSpec<unknown>, Option>();
  program
    .description('Virtual environments for tests, from one LagoInitFile: create, start, use and destroy them.')
    .version(`lago ${packageVersion()}`, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [verb]', 'show the help of a verb')
    .usage('[options] <verb> [arguments]')
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError(false)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Reported by whoever catches the error, like all others.
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .configureHelp({
      showGlobalOptions: true,
      visibleGlobalOptions,
      styleTitle: (title) => (title === 'Usage:' ? 'usage:' : title),
    });
  addOptions(program, globals, options);
  const groups = new Map<string, Command>();
  for (const verb of verbs) made.set(addVerb(parentOf(verb, program, groups), verb, options, onVerb), verb);
  return {
    command: program,
    verbOf: (command) => made.get(command),
    given: (command) => (spec) => givenValue(command, options.get(spec)),
  };
}

/** All words that call a command, from `lago` on. */
export function commandPath(command: Command): string {
  return [command, ...ancestorsOf(command)]
    .map((each) => each.name())
    .reverse()
    .join(' ');
}

function ancestorsOf({ parent }: Command): Command[] {
  return parent ? [parent, ...ancestorsOf(parent)] : [];
}

/** The command of a verb's group, made for the first verb of it; the program itself for verbs without one. */
function parentOf({ name }: Verb, program: Command, groups: Map<string, Command>): Command {
  const group = groupOf(name);
  if (group === undefined) return program;
  const known = groups.get(group);
  if (known) return known;
  const summary = groupSummary(group);
  const command = program
    .command(group)
    .summary(summary)
    .description(`${summary}.`)
    .helpCommand('help [verb]', 'show the help of a verb')
    .usage('<verb> [arguments]');
  groups.set(group, command);
  return command;
}

function addVerb(parent: Command, verb: Verb, options: Map<OptionSpec<unknown>, Option>, onVerb: OnVerb): Command {
  const command = parent.command(wordOf(verb.name)).summary(verb.summary).description(`${verb.summary}.`);
  if (verb.aliases) command.aliases(verb.aliases);
  for (const argument of verb.arguments ?? []) command.argument(argument.syntax, argument.description);
  addOptions(command, verb.options, options);
  if (verb.passThrough) command.passThroughOptions();
  if (verb.notes !== undefined) command.addHelpText('after', `\n${verb.notes}`);
  command.addHelpText('after', `\nExample:\n  lago ${verb.example}`);
  return command.action(() => onVerb(verb, command, command.args));
}

/** Global options, without those that the verb has its own of. */
function visibleGlobalOptions(command: Command): Option[] {
  const own = new Set(command.options.map(({ long }) => long));
  return ancestorsOf(command)
    .flatMap(({ options }) => options)
    .filter(({ long, hidden }) => !hidden && !own.has(long));
}

function addOptions(command: Command, specs: OptionSpecs, options: Map<OptionSpec<unknown>, Option>): void {
  for (const spec of Object.values(specs)) {
    const option = toOption(spec);
    options.set(spec, option);
    command.addOption(option);
  }
}

function givenValue(command: Command, option: Option | undefined): unknown {
  const value: unknown = option && command.getOptionValue(option.attributeName());
  // `--no-x` makes commander's `x` false; to us it is a flag of its own.
  return option?.negate ? value === false || undefined : value;
}
