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
import { type globalOptions, globalOptionsWith } from './global-options.ts';
import { guardOptions } from './guard-options.ts';
import type { CliIo } from './io.ts';
import { optionValues } from './option-values.ts';
import type { OptionSpec } from './options.ts';
import { outputOf } from './output.ts';
import { type CliExtensions, loadCliPlugins } from './plugins.ts';
import { buildProgram, commandPath, type OnVerb, type Program } from './program.ts';
import { loadSdk, type Sdk } from './sdk.ts';
import type { Verb } from './verb.ts';
import { sectionOf } from './verb-groups.ts';
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
  const failure: Failure = { io, name: 'lago' };
  const load = async () => {
    failure.sdk = await (options.sdk ?? loadSdk)();
    return failure.sdk;
  };
  try {
    const extensions = await loadCliPlugins(config, options.verbs ?? VERBS, load);
    failure.warnings = extensions.warnings;
    const context: Context = {
      ...extensions,
      io,
      failure,
      globals: globalOptionsWith(extensions.outputFormats),
      load,
    };
    if (argv[0] === COMPLETE) {
      await complete(argv.slice(1), context);
      return 0;
    }
    let exitCode = 0;
    const onVerb: OnVerb = async (verb, command, args) => {
      exitCode = await runVerb(verb, program, command, args, context);
    };
    const program = buildProgram(extensions.verbs, io, onVerb, context.globals);
    const passesThrough = (verb: Command) => program.verbOf(verb)?.passThrough === true;
    const ordered = orderArgv(argv, program.command, passesThrough, (verb) => describe(failure, verb));
    await program.command.parseAsync(ordered.argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, failure);
  }
}

/** What is known so far, should the call fail. */
type Failure = { -readonly [K in keyof FailureContext]: FailureContext[K] };

interface Context extends CliExtensions {
  readonly io: CliIo;
  readonly failure: Failure;
  readonly globals: typeof globalOptions;
  readonly load: () => Promise<Sdk>;
}

function describe(failure: Failure, verb: Command): void {
  failure.name = commandPath(verb);
  failure.usage = `${failure.name} ${verb.usage()}`;
}

async function runVerb(
  verb: Verb,
  program: Program,
  command: Command,
  args: readonly string[],
  context: Context,
): Promise<number> {
  const { config, failure, globals, io, outputFormats, warnings } = context;
  if (config.problem) throw config.problem;
  const global = optionValues(globals, program.given(program.command), config, GLOBAL_SECTION);
  const values = optionValues(verb.options, program.given(command), configOf(verb, config), sectionOf(verb.name));
  const isGiven = (spec: OptionSpec<unknown>) =>
    [program.command, command].some((place) => program.given(place)(spec) !== undefined);
  const sdk = await context.load();
  using console = consoleLog(sdk, io, global);
  const { log } = console;
  failure.log = log;
  for (const warning of warnings) log.warning(warning);
  failure.warnings = [];
  guardOptions(global, isGiven, log);
  for (const { section, name, origin } of unknownSettings(sectionsOf(context.verbs), config)) {
    log.warning(`${origin}: [${section}] has no option ${name}`);
  }
  const exitCode = await verb.run({
    args,
    options: values,
    global,
    config,
    plugins: context.plugins,
    verbs: context.verbs,
    isGiven,
    io,
    sdk,
    log,
    ...outputOf(io, global.outFormat ?? 'default', outputFormats),
    logFailureTo: (file) => {
      failure.logFile = file;
    },
  });
  return exitCode ?? 0;
}

/** The configuration as a verb sees it: its own section first, then those that it shares. */
function configOf({ name, sections = [] }: Verb, config: Config): Pick<Config, 'get'> {
  return {
    get: (_section, key) =>
      [sectionOf(name), ...sections].map((section) => config.get(section, key)).find((entry) => entry !== undefined),
  };
}
