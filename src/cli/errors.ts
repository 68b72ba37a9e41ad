import { CommanderError } from 'commander';
import { type CliIo, Interrupt } from './io.ts';
import { isInJob } from './job-groups.ts';
import type { Logger, Sdk } from './sdk.ts';
import { UsageError } from './usage-error.ts';

/** What is known about a call when it fails. */
export interface FailureContext {
  readonly io: CliIo;
  /** Loaded when the verb had begun. */
  readonly sdk?: Sdk | undefined;
  readonly log?: Logger | undefined;
  /** The lago.log of the environment that the verb works on. */
  readonly logFile?: string | undefined;
  /** Words to ask for help with, for example `lago start`. */
  readonly name: string;
  /** Usage line of the verb. */
  readonly usage?: string | undefined;
  /** What loading plugins gave to say, as long as nobody has said it: it may be the reason of the failure. */
  readonly warnings?: readonly string[];
}

/** Tells the user what went wrong, in one place for all verbs, and gives the exit code. */
export function reportFailure(error: unknown, context: FailureContext): number {
  const { io } = context;
  if (!(error instanceof CommanderError && error.exitCode === 0)) tellWarnings(context);
  if (io.signal.aborted && io.signal.reason instanceof Interrupt) {
    say(context, io.signal.reason.message);
    logStack(error, context);
    return io.signal.reason.exitCode;
  }
  if (error instanceof CommanderError) return commanderFailure(error, context);
  if (error instanceof UsageError) return usageFailure(error.message, context, error.hint);
  const { sdk } = context;
  if (sdk && error instanceof sdk.LagoError) return lagoFailure(error, sdk, context);
  return unexpected(error, context);
}

function tellWarnings(context: FailureContext): void {
  const { io, sdk, warnings = [] } = context;
  for (const warning of warnings) {
    io.stderr.write(`warning: ${harmless(sdk?.printable(warning) ?? warning, context)}\n`);
  }
}

function lagoFailure(error: InstanceType<Sdk['LagoError']>, sdk: Sdk, context: FailureContext): number {
  const { io } = context;
  if (error instanceof sdk.InitFileError) {
    const count = error.problems.length;
    io.stderr.write(`${harmless(sdk.formatProblems(error.problems, { text: error.text }), context)}\n`);
    say(context, `${error.subject} has ${count === 1 ? 'an error' : `${count} errors`}`);
  } else {
    say(
      context,
      `${sdk.printable(error.message)} [${error.code}]`,
      error.hint === undefined ? undefined : sdk.printable(error.hint),
    );
  }
  logStack(error, context);
  return error.exitCode;
}

/** Help and version have done what was asked; without a verb there is nothing to do. */
function commanderFailure(error: CommanderError, context: FailureContext): number {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') return 1;
  return usageFailure(error.message.replace(/^error: /, ''), context);
}

function usageFailure(message: string, context: FailureContext, hint?: string): number {
  if (hint === undefined && context.usage !== undefined) context.io.stderr.write(`usage: ${context.usage}\n`);
  say(context, message, hint ?? `\`${context.name} --help\` shows what is possible.`);
  return 2;
}

/** A fault of ours: the stack is for the log and for those who ask for it, not for everybody. */
function unexpected(error: unknown, context: FailureContext): number {
  const message = error instanceof Error ? error.message : String(error);
  say(
    context,
    `unexpected: ${context.sdk?.printable(message) ?? message}`,
    'This is a fault in lago: please report it, with lago.log or the output of -l debug.',
  );
  logStack(error, context);
  return 1;
}

function logStack(error: unknown, { log, logFile, sdk }: FailureContext): void {
  const full = sdk && logFile !== undefined ? log?.withSinks(sdk.fileSink(logFile)) : log;
  full?.debug(stackOf(error));
}

function say(context: FailureContext, message: string, hint?: string): void {
  const { io, log } = context;
  const shown = (text: string) => harmless(log?.redact(text) ?? text, context);
  io.stderr.write(`lago: error: ${shown(message)}\n`);
  if (hint !== undefined) io.stderr.write(`lago: hint: ${shown(hint)}\n`);
}

/** Text from a guest or an init file must not command the runner of a job. */
function harmless(text: string, { io, sdk }: FailureContext): string {
  return sdk && isInJob(io) ? sdk.neutralised(text) : text;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
