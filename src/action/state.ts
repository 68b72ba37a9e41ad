import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { z } from 'zod';
import { COLLECT_WHEN } from './inputs.ts';

const stateSchema = z.object({
  version: z.literal(1),
  /** How far `main` came. `starting` is also what a `main` that was killed leaves. */
  stage: z.enum(['starting', 'ready', 'failed', 'cancelled']),
  workdir: z.string(),
  templateStore: z.string().exactOptional(),
  /** Known as soon as the owner record is written. */
  uuid: z.string().exactOptional(),
  prefix: z.string().exactOptional(),
  /** What the inputs of `main` said about the end of the job. */
  post: z.object({
    collect: z.enum(COLLECT_WHEN),
    artifactName: z.string().optional(),
    retentionDays: z.number(),
    destroy: z.boolean(),
  }),
});

/** What `main` tells `post`. */
export type JobState = Readonly<z.infer<typeof stateSchema>>;

/** State values come back as environment variables, which must stay small: a file keeps what there is, one value its path. */
const DIRECTORY = 'directory';
const PREPARED = 'prepared';

/** Notes that `pre` did its part, so that `main` need not do it again. */
export function notePrepared(): void {
  core.saveState(PREPARED, 'true');
}

/** Whether `pre` ran: runners leave it out for actions in the workspace. */
export function isPrepared(): boolean {
  return core.getState(PREPARED) === 'true';
}

/**
 * Makes the directory of this step's own files, below RUNNER_TEMP, and tells `post` about it. The runner empties RUNNER_TEMP
 * at the end of the job.
 */
export function createScratch(): string {
  const parent = process.env.RUNNER_TEMP || tmpdir();
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, 'lago-action-'));
  core.saveState(DIRECTORY, directory);
  return directory;
}

/** The directory that `main` made; undefined when it did not come that far. */
export function findScratch(): string | undefined {
  return core.getState(DIRECTORY) || undefined;
}

/** Writes the state, synchronously: a runner that cancels does not wait. */
export function writeState(scratch: string, state: JobState): void {
  const file = join(scratch, 'state.json');
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Reads the state; undefined when there is none, or a broken one. */
export function readState(scratch: string): JobState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(join(scratch, 'state.json'), 'utf8')));
  } catch {
    return undefined;
  }
}
