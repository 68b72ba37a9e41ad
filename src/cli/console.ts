import type { GlobalValues } from './global-options.ts';
import type { CliIo } from './io.ts';
import { isInJob, JobGroups } from './job-groups.ts';
import { Progress } from './progress.ts';
import type { Logger, LogSink, Sdk } from './sdk.ts';
import { TaskTree } from './task-tree.ts';

/** The logger of a call, to be disposed of when the call ends. */
export interface ConsoleLog extends Disposable {
  readonly log: Logger;
}

const DEFAULT_DEPTH = 3;

/**
 * Makes the logger of a call, on standard error: on a terminal a tree of the tasks that changes as they go on, elsewhere a
 * line for each, with a sign of life for long ones. In a job of GitHub Actions the outermost ones are groups.
 */
export function consoleLog(sdk: Sdk, io: CliIo, global: GlobalValues): ConsoleLog {
  const level = global.logLevel ?? 'info';
  const depth = global.logDepth ?? DEFAULT_DEPTH;
  const color = usesColor(io);
  const showsTasks = level === 'info' || level === 'debug';
  // Debug messages are many: between them a tree would only flicker.
  const isLive = level === 'info' && io.stderr.isTTY === true && io.env.TERM !== 'dumb';
  const tasks = isLive
    ? new TaskTree(io.stderr, sdk, { depth, color, unicode: hasUnicode(io) })
    : new Progress(io.stderr, isInJob(io) ? sdk.neutralised : sdk.printable);
  const groups = !isLive && isInJob(io) ? new JobGroups((line) => tasks.line(line), sdk) : undefined;
  const write = groups?.line ?? ((line: string) => tasks.line(line));
  // What goes into groups is neutralised, colours too.
  const plain = sdk.lineSink({ write, level, color: groups ? false : color, depth, tasks: !isLive });
  const lines = groups && showsTasks && depth !== 0 ? groups.around(plain) : plain;
  const sinks = [...(showsTasks ? [tasks.sink] : []), global.ignoreWarnings ? withoutWarnings(lines) : lines];
  const dispose = () => {
    groups?.[Symbol.dispose]();
    tasks[Symbol.dispose]();
  };
  return { log: sdk.createLogger(...sinks), [Symbol.dispose]: dispose };
}

/** Colours are for people at a terminal who did not ask for none (https://no-color.org). */
export function usesColor(io: CliIo): boolean {
  return io.stderr.isTTY === true && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb';
}

function hasUnicode({ env }: CliIo): boolean {
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

function withoutWarnings(sink: LogSink): LogSink {
  return (event) => {
    if (event.kind !== 'message' || event.level !== 'warning') sink(event);
  };
}
