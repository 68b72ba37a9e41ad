import { messageOf } from '../index.ts';
import { cancelOnSignals, endOnTermination } from './cancellation.ts';
import { prepareHost } from './prepare.ts';
import { readSettings } from './settings.ts';
import { notePrepared } from './state.ts';
import { createStep, endStep } from './step.ts';

const step = createStep(undefined);
const signal = cancelOnSignals(() => {});
endOnTermination();
try {
  await prepareHost({ ...readSettings(step.getInput, step.workspace), log: step.log, signal });
  notePrepared();
} catch (error) {
  // Wrong inputs, for one: `main` tells, and fails the job.
  step.log.info(messageOf(error));
}
endStep();
