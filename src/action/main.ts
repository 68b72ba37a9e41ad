import { CancelledError } from '../index.ts';
import { bringUp, type Progress } from './bring-up.ts';
import { cancelOnSignals, endOnTermination } from './cancellation.ts';
import { describeVm } from './handover.ts';
import { artifactName } from './job.ts';
import { prepareHost } from './prepare.ts';
import { explain, reportFailure } from './report.ts';
import { readSettings, type Settings } from './settings.ts';
import { createScratch, isPrepared, type JobState, writeState } from './state.ts';
import { createStep, endStep, type Step, writeSummary } from './step.ts';
import { mainSummary } from './summary.ts';
import { provideCommand } from './wrapper.ts';

/** What is told to `post`, on disk at every moment: this process may be killed at any. */
class StateKeeper {
  readonly #scratch: string;
  #state: JobState;

  constructor(scratch: string, { workdir, templateStore, collect, artifactName, retentionDays, destroy }: Settings) {
    this.#scratch = scratch;
    this.#state = {
      version: 1,
      stage: 'starting',
      workdir,
      ...(templateStore === undefined ? {} : { templateStore }),
      post: { collect, artifactName, retentionDays, destroy },
    };
    writeState(scratch, this.#state);
  }

  note(change: Partial<JobState>): void {
    this.#state = { ...this.#state, ...change };
    writeState(this.#scratch, this.#state);
  }
}

async function main(step: Step, scratch: string): Promise<void> {
  const settings = readSettings(step.getInput, step.workspace);
  const keeper = new StateKeeper(scratch, settings);
  const signal = cancelOnSignals(() => keeper.note({ stage: 'cancelled' }));
  endOnTermination();
  const progress: Progress = {};
  provideCommand(scratch);
  try {
    if (!isPrepared()) await prepareHost({ ...settings, log: step.log, signal });
    await bringUp(settings, { step, signal, progress, note: (change) => keeper.note(change) });
    keeper.note({ stage: 'ready' });
    await summarise(step, settings, progress, undefined);
  } catch (error) {
    // Whatever a cancelled operation says about it: the cancellation is the reason.
    const reason = signal.aborted ? new CancelledError('the step', { cause: error }) : error;
    // First of all: on a full disk, nothing can be noted.
    reportFailure(reason, step.annotations, step.log, step.workspace);
    keeper.note({ stage: signal.aborted ? 'cancelled' : 'failed' });
    if (!signal.aborted) await summarise(step, settings, progress, error);
  }
}

async function summarise(step: Step, settings: Settings, { env, cache }: Progress, error: unknown): Promise<void> {
  const name = settings.artifactName ?? artifactName(process.env, step.getInput('matrix'));
  const summary = mainSummary({
    plan: env?.plan,
    vms: env ? [...env.getVms().values()].map((vm) => describeVm(vm)) : [],
    timings: step.timings.all,
    cache: cache && { uses: cache.uses, cachedBytes: cache.cachedBytes, budget: settings.cacheBudget },
    failure: error === undefined ? undefined : explain(error),
    artifact: settings.collect === 'never' ? undefined : name,
  });
  await writeSummary(summary, step.log);
}

const scratch = createScratch();
const step = createStep(scratch);
try {
  await main(step, scratch);
} catch (error) {
  reportFailure(error, step.annotations, step.log, step.workspace);
}
endStep();
