import type { GlobalValues } from './global-options.ts';
import type { CliIo } from './io.ts';
import type { Logger, LogSink, Sdk } from './sdk.ts';

/** Makes the logger of a call: the tree of tasks and messages on standard error. */
export function consoleLogger(sdk: Sdk, io: CliIo, global: GlobalValues): Logger {
  const write = (line: string) => void io.stderr.write(`${line}\n`);
  const level = global.logLevel ?? 'info';
  const depth = global.logDepth;
  const sink = sdk.lineSink({ write, level, color: usesColor(io), ...(depth === undefined ? {} : { depth }) });
  return sdk.createLogger(global.ignoreWarnings ? withoutWarnings(sink) : sink);
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
