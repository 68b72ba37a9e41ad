import { appendFileSync } from 'node:fs';
import { type LogEvent, type LogLevel, type LogSink, passes } from './log.ts';

/** Characters of a terminal that text from outside must not contain; line breaks and tabs are fine. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Makes text from a guest or another program safe to print: control characters become visible. */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/**
 * Appends every event, debug ones too, to a file: one line per event, `time level task > sub-task: text`. Text over
 * several lines is indented. A file that cannot be written (its directory was destroyed meanwhile) is given up silently.
 */
export function fileSink(file: string): LogSink {
  let usable = true;
  return (event) => {
    if (!usable) return;
    try {
      appendFileSync(file, `${logLine(event)}\n`, { mode: 0o600 });
    } catch {
      usable = false;
    }
  };
}

/** Writes events of at least `level` to a stream, in the form of {@link fileSink}; tasks are `info`. */
export function streamSink(stream: { write(text: string): unknown }, level: LogLevel): LogSink {
  return (event) => {
    if (passes(levelOf(event), level)) stream.write(`${logLine(event)}\n`);
  };
}

function levelOf(event: LogEvent): LogLevel {
  return event.kind === 'message' ? event.level : 'info';
}

function logLine(event: LogEvent): string {
  const level = levelOf(event);
  const text = printable(describe(event)).replaceAll('\n', '\n    ');
  return `${event.at.toISOString()} ${level.padEnd(7)} ${event.task.map((part) => `${part}: `).join('')}${text}`;
}

function describe(event: LogEvent): string {
  switch (event.kind) {
    case 'message':
      return event.text;
    case 'task-start':
      return 'started';
    case 'task-end':
      return `${event.failed ? 'failed' : 'done'} after ${(event.milliseconds / 1000).toFixed(3)} s`;
  }
}

/** Writes a time span as Lago does, `0:01:05`, with tenths below a minute. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}
