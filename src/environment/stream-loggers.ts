import type { LogLevel, LogSink } from '../host/log.ts';
import { streamSink } from '../host/log-sinks.ts';

const added = new Set<LogSink>();

/** Passes events on to what {@link addStreamLogger} has added. */
export const streamLoggers: LogSink = (event) => {
  for (const sink of added) sink(event);
};

/**
 * Shows on a stream what happens to all environments of this process from now on, those that are open included; one line
 * per event, free of secrets. The only call that acts on others: the option `log` shows what one call does.
 *
 * @param level least important messages shown; `debug` by default, which is everything.
 * @param stream standard error by default.
 * @returns takes it away again.
 */
export function addStreamLogger(
  level: LogLevel = 'debug',
  stream: { write(text: string): unknown } = process.stderr,
): () => void {
  const sink = streamSink(stream, level);
  added.add(sink);
  return () => {
    added.delete(sink);
  };
}
