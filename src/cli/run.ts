import type { Command } from 'commander';
import { orderArgv } from './argv.ts';
import { type Config, readConfig } from './config/config.ts';
import { configFiles, GLOBAL_SECTION } from './config/sources.ts';
import { consoleLog } from './console.ts';
import { type FailureContext, reportFailure } from './errors.ts';
import { globalOptions } from './global-options.ts';
import type { CliIo } from './io.ts';
import { optionValues } from './option-values.ts';
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
  const context: Context = { io, name: 'lago', config, load: options.sdk ?? loadSdk };
  try {
    let exitCode = 0;
    const program = buildProgram(options.verbs ?? VERBS, io, async (verb, command, args) => {
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
  const values = optionValues(verb.options, program.given(command), config, verb.name);
  const sdk = await context.load();
  using console = consoleLog(sdk, io, global);
  const { log } = console;
  Object.assign(context, { sdk, log });
  const exitCode = await verb.run({
    args,
    options: values,
    global,
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
