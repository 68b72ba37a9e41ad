import { join } from 'node:path';
import { destroyEnvironments, type Environment, listEnvironments, loadEnv, messageOf } from '../index.ts';
import { removeAbandonedArchives } from './cache-scratch.ts';
import { collectEvidence, keepDirectory, shownPath } from './evidence.ts';
import { artifactName, cleanName } from './job.ts';
import { explain } from './report.ts';
import { POST_DEFAULTS, type PostSettings } from './settings.ts';
import { type JobState, readState } from './state.ts';
import { ACTION_LOG, type Step, writeSummary } from './step.ts';
import { evidenceSummary } from './summary.ts';
import { uploadDirectory } from './upload.ts';

/** Milliseconds for collecting and uploading: a cancelled job has five minutes in all, others should not hang either. */
const COLLECT_TIME = { cancelled: 3 * 60_000, otherwise: 20 * 60_000 };

/**
 * Collects the evidence if it is wanted, then destroys the environment. Every part is tried, whatever happened to the ones
 * before; `main` may have died at any line.
 *
 * @param scratch directory that `main` made; undefined when it made none, and so nothing else.
 */
export async function cleanUp(step: Step, scratch: string | undefined, signal: AbortSignal): Promise<void> {
  await attempt(step, removeAbandonedArchives);
  const state = scratch === undefined ? undefined : readState(scratch);
  if (scratch === undefined || state === undefined) {
    step.log.info('There is no environment: the step that makes it did not come that far.');
    return;
  }
  const settings: PostSettings = { ...POST_DEFAULTS, ...state.post };
  const jobStatus = step.getInput('job-status');
  if (isEvidenceWanted(settings, state, jobStatus)) {
    const limit = jobStatus === 'cancelled' ? COLLECT_TIME.cancelled : COLLECT_TIME.otherwise;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(limit)]);
    await attempt(step, () => saveEvidence(step, { scratch, state, settings, signal: bounded }));
  }
  if (!settings.destroy) step.log.info(`The environment is left at ${state.workdir}; \`lago destroy\` removes it.`);
  else await destroy(step, state);
}

/** Whether anybody will want to know why the job failed, or asked for the artifacts anyway. */
function isEvidenceWanted({ collect }: PostSettings, { stage }: JobState, jobStatus: string): boolean {
  switch (collect) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'on-failure':
      // A step that may fail (`continue-on-error`) leaves the job's status as it was.
      return stage !== 'ready' || jobStatus === 'failure' || jobStatus === 'cancelled';
  }
}

interface EvidenceParts {
  readonly scratch: string;
  readonly state: JobState;
  readonly settings: PostSettings;
  readonly signal: AbortSignal;
}

async function saveEvidence(step: Step, { scratch, state, settings, signal }: EvidenceParts): Promise<void> {
  const { log, workspace } = step;
  const env = await openEnvironment(step, state, signal);
  const target = join(scratch, 'artifacts');
  const collection = await collectEvidence(env, target, join(scratch, ACTION_LOG), { log, signal });
  await env?.close();
  const name = cleanName(settings.artifactName ?? artifactName(process.env, step.getInput('matrix')));
  const place = await log.task('Upload artifacts', async () => {
    try {
      const { retentionDays } = settings;
      const uploaded = await uploadDirectory(collection.directory, { name, retentionDays, log, signal });
      const link = uploaded.url === undefined ? `**${uploaded.name}**` : `[${uploaded.name}](${uploaded.url})`;
      return `${uploaded.files} files in the artifact ${link}.`;
    } catch (error) {
      const kept = shownPath(await keepDirectory(collection.directory, join(workspace, name)), workspace);
      log.warning(`the artifacts could not be uploaded: ${explain(error)}. They are in ${kept}`);
      return `Not uploaded; in \`${kept}\` on the runner.`;
    }
  });
  await writeSummary(evidenceSummary(place, collection.evidence), log);
}

/** The environment that `main` made; another one in the same place is none of our business. */
async function openEnvironment(step: Step, state: JobState, signal: AbortSignal): Promise<Environment | undefined> {
  if (state.uuid === undefined) return undefined;
  try {
    const env = await loadEnv({ log: step.log, signal, cwd: step.workspace, ...placeOf(state) });
    return env.uuid === state.uuid ? env : undefined;
  } catch (error) {
    step.log.info(`Nothing can be collected from machines: ${messageOf(error)}`);
    return undefined;
  }
}

function placeOf({ workdir, templateStore }: JobState) {
  return { workdir, ...(templateStore === undefined ? {} : { templateStore }) };
}

/** Destroys by the owner record, which needs neither directory nor init file; fails the step when something is left. */
async function destroy(step: Step, state: JobState): Promise<void> {
  const { uuid } = state;
  if (uuid === undefined) {
    step.log.info('There is no environment to destroy.');
    return;
  }
  try {
    await destroyEnvironments({ log: step.log, uuid, ...placeOf(state) });
    const left = (await listEnvironments(placeOf(state))).find((entry) => entry.uuid === uuid);
    if (left) throw new Error(`its owner record is still there (${left.phase})`);
  } catch (error) {
    const message = `the environment ${uuid} at ${state.prefix ?? state.workdir} could not be destroyed: ${explain(error)}`;
    step.annotations.failure(`${message} \`lago reap\` tries again, and so does the next job on this runner.`);
  }
}

async function attempt(step: Step, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    step.log.warning(explain(error));
  }
}
