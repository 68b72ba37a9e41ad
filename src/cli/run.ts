import type { Command } from 'commander';
import { orderArgv } from './argv.ts';
import { complete } from './completion/complete.ts';
import { COMPLETE } from './completion/scripts.ts';
import { type Config, readConfig } from './config/config.ts';
import { sectionsOf } from './config/sections.ts';
import { unknownSettings } from './config/settings.ts';
import { configFiles, GLOBAL_SECTION } from './config/sources.ts';
import { consoleLog } from './console.ts';
import { type FailureContext, reportFailure } from './errors.ts';
import { globalOptions } from './global-options.ts';
import { guardOptions } from './guard-options.ts';
import type { CliIo } from './io.ts';
import { optionValues } from './option-values.ts';
import type { OptionSpec } from './options.ts';
import { outputOf } from './output.ts';
import { buildProgram, type Program } from './program.ts';
import { loadSdk, type Sdk } from './sdk.ts';
import type { Verb } from './verb.ts';
import { VERBS } from './verbs/index.ts';

/** How to run the CLI; tests replace these. */
export interface RunCliOptions {
  /** Loads the SDK when a verb runs. */
  readonly sdk?: () => Promise<Sdk>;
  readonly verbs?: readonly Verb[];
  /** Configuration files, least important first. */
  readonly configFiles?: readonly string[];
}

/**
 * Runs `lago` with the arguments after its name and gives the exit code. Never throws, never ends the process; results
 * go to `io.stdout`, everything else to `io.stderr`.
 */
export async function runCli(argv: readonly string[], io: CliIo, options: RunCliOptions = {}): Promise<number> {
  const config = readConfig(options.configFiles ?? configFiles(io.env), io);
  const verbs = options.verbs ?? VERBS;
  const context: Context = { io, name: 'lago', config, verbs, load: options.sdk ?? loadSdk };
  try {
    if (argv[0] === COMPLETE) {
      await complete(argv.slice(1), context);
      return 0;
    }
    let exitCode = 0;
    const program = buildProgram(verbs, io, async (verb, command, args) => {
      exitCode = await runVerb(verb, program, command, args, context);
    });
    const ordered = orderArgv(argv, program.command, (verb) => program.verbOf(verb)?.passThrough === true);
    describe(context, ordered.verb);
    await program.command.parseAsync(ordered.argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, context);
  }
}

interface Context extends FailureContext {
  name: string;
  usage?: string;
  sdk?: Sdk;
  log?: FailureContext['log'];
  logFile?: string;
  readonly config: Config;
  readonly verbs: readonly Verb[];
  readonly load: () => Promise<Sdk>;
}

function describe(context: Context, verb: Command | undefined): void {
  if (!verb) return;
  context.name = `lago ${verb.name()}`;
  context.usage = `lago ${verb.name()} ${verb.usage()}`;
}

async function runVerb(
  verb: Verb,
  program: Program,
  command: Command,
  args: readonly string[],
  context: Context,
): Promise<number> {
  const { config, io } = context;
  if (config.problem) throw config.problem;
  const global = optionValues(globalOptions, program.given(program.command), config, GLOBAL_SECTION);
  const values = optionValues(verb.options, program.given(command), configOf(verb, config), verb.name);
  const isGiven = (spec: OptionSpec<unknown>) =>
    [program.command, command].some((place) => program.given(place)(spec) !== undefined);
  const sdk = await context.load();
  using console = consoleLog(sdk, io, global);
  const { log } = console;
  Object.assign(context, { sdk, log });
  guardOptions(global, isGiven, log);
  for (const { section, name, origin } of unknownSettings(sectionsOf(context.verbs), config)) {
    log.warning(`${origin}: [${section}] has no option ${name}`);
  }
  const exitCode = await verb.run({
    args,
    options: values,
    global,
    config,
    verbs: context.verbs,
    isGiven,
    io,
    sdk,
    log,
    ...outputOf(io, global.outFormat ?? 'default'),
    logFailureTo: (file) => {
      context.logFile = file;
    },
  });
  return exitCode ?? 0;
}

/** The configuration as a verb sees it: its own section first, then those that it shares. */
function configOf({ name, sections = [] }: Verb, config: Config): Pick<Config, 'get'> {
  return {
    get: (_section, key) =>
      [name, ...sections].map((section) => config.get(section, key)).find((entry) => entry !== undefined),
  };
}
