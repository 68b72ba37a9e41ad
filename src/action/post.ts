import { rmSync } from 'node:fs';
import { messageOf } from '../index.ts';
import { cancelOnSignals } from './cancellation.ts';
import { cleanUp } from './clean-up.ts';
import { findScratch } from './state.ts';
import { createStep, endStep } from './step.ts';

const step = createStep(undefined);
const signal = cancelOnSignals(() => step.log.info('Cancelled: what is not collected yet is given up.'));
// A toolkit that throws from an event handler must not keep us from destroying.
process.on('uncaughtException', (error) => step.log.warning(`unexpected error: ${messageOf(error)}`));
try {
  const scratch = findScratch();
  await cleanUp(step, scratch, signal);
  if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
} catch (error) {
  step.annotations.failure(messageOf(error));
}
endStep();
