import type { GlobalValues } from './global-options.ts';
import type { CliIo } from './io.ts';
import { Progress } from './progress.ts';
import type { Logger, LogSink, Sdk } from './sdk.ts';

/** The logger of a call, to be disposed of when the call ends. */
export interface ConsoleLog extends Disposable {
  readonly log: Logger;
}

/** Makes the logger of a call: the tree of tasks and messages on standard error, with a sign of life for long tasks. */
export function consoleLog(sdk: Sdk, io: CliIo, global: GlobalValues): ConsoleLog {
  const level = global.logLevel ?? 'info';
  const depth = global.logDepth;
  const progress = new Progress(io.stderr, sdk.printable);
  const write = (line: string) => progress.line(line);
  const lines = sdk.lineSink({ write, level, color: usesColor(io), ...(depth === undefined ? {} : { depth }) });
  const sinks = [global.ignoreWarnings ? withoutWarnings(lines) : lines];
  if (level === 'info' || level === 'debug') sinks.push(progress.sink);
  return { log: sdk.createLogger(...sinks), [Symbol.dispose]: () => progress[Symbol.dispose]() };
}

/** Colours are for people at a terminal who did not ask for none (https://no-color.org). */
export function usesColor(io: CliIo): boolean {
  return io.stderr.isTTY === true && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb';
}

function withoutWarnings(sink: LogSink): LogSink {
  return (event) => {
    if (event.kind !== 'message' || event.level !== 'warning') sink(event);
  };
}
