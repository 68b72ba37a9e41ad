import { join } from 'node:path';
import * as core from '@actions/core';
import { createLogger, fileSink, type Logger, messageOf } from '../index.ts';
import { Annotations } from './annotations.ts';
import { jobLogSink } from './job-log.ts';
import type { GetInput } from './settings.ts';
import { Timings } from './timings.ts';

/** What every phase of the action needs; put together once. */
export interface Step {
  readonly log: Logger;
  readonly annotations: Annotations;
  readonly timings: Timings;
  /** Directory of the job's files; relative paths in inputs refer to it. */
  readonly workspace: string;
  readonly getInput: GetInput;
}

/** Log of the action itself in its scratch directory; part of the artifact. */
export const ACTION_LOG = 'action.log';

/** @param scratch directory for the log file; none is written without. */
export function createStep(scratch: string | undefined): Step {
  const annotations = new Annotations();
  const timings = new Timings();
  const files = scratch === undefined ? [] : [fileSink(join(scratch, ACTION_LOG))];
  return {
    log: createLogger(jobLogSink(annotations), timings.sink, ...files),
    annotations,
    timings,
    workspace: process.env.GITHUB_WORKSPACE || process.cwd(),
    getInput: (name) => core.getInput(name),
  };
}

/** Ends the process: connections of the toolkit would keep it, and so the job, waiting. Output is written synchronously. */
export function endStep(): never {
  process.exit();
}

/** Writes the job summary of this step. A runner without summaries, or that cannot keep one, is no reason to fail. */
export async function writeSummary(markdown: string, log: Logger): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  try {
    await core.summary.addRaw(markdown).write();
  } catch (error) {
    log.info(`the job summary could not be written: ${messageOf(error)}`);
  }
}
