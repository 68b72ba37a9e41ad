import * as core from '@actions/core';
import { duration, type LogEvent, type LogSink, neutralised, neutralisedLine } from '../index.ts';
import type { Annotations } from './annotations.ts';

/** Deepest level of tasks that gets lines of its own; the whole tree is in lago.log. */
const DEEPEST = 2;
/** Milliseconds below which the end of a sub-task is not worth a line. */
const SHORT = 1000;

/**
 * Writes events to the runner's log: a folded group per outermost task, its sub-tasks indented, warnings and errors also
 * as annotations. Everything is neutralised first, see {@link neutralised}.
 */
export function jobLogSink(annotations: Annotations): LogSink {
  return (event) => {
    switch (event.kind) {
      case 'message':
        return writeMessage(event, annotations);
      case 'task-start':
        if (event.depth === 0) core.startGroup(neutralisedLine(event.title));
        else if (event.depth <= DEEPEST) core.info(`${margin(event)}${neutralisedLine(event.title)}`);
        return;
      case 'task-end':
        return writeEnd(event);
    }
  };
}

function writeMessage(event: Extract<LogEvent, { kind: 'message' }>, annotations: Annotations): void {
  switch (event.level) {
    case 'debug':
      // Gated here: the toolkit would print every line as a command even when nobody sees them.
      if (core.isDebug()) core.debug(neutralised(event.text));
      return;
    case 'info':
      for (const line of neutralised(event.text).split('\n')) core.info(`${margin(event)}${line}`);
      return;
    case 'warning':
      annotations.warning(event.text);
      return;
    case 'error':
      annotations.error(event.text);
      return;
  }
}

function writeEnd(event: Extract<LogEvent, { kind: 'task-end' }>): void {
  const result = `${event.failed ? 'failed' : 'done'} after ${duration(event.milliseconds)}`;
  if (event.depth === 0) {
    core.info(`${neutralisedLine(event.title)}: ${result}`);
    core.endGroup();
  } else if (event.depth <= DEEPEST && (event.failed || event.milliseconds >= SHORT)) {
    core.info(`${margin(event)}${neutralisedLine(event.title)}: ${result}`);
  }
}

function margin(event: LogEvent): string {
  return '  '.repeat(Math.max(0, event.depth - 1));
}
