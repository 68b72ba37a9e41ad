import { afterEach, describe, expect, it } from 'vitest';
import { type RunningJob, runWorkflow } from './support/act.ts';
import { sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';

afterEach(expectNothingLeft);

/** Does something once, when the job says a line. */
function at(pattern: RegExp, deed: (job: RunningJob) => void): (line: string, job: RunningJob) => void {
  let done = false;
  return (line, job) => {
    if (done || !pattern.test(line)) return;
    done = true;
    deed(job);
  };
}

const BOOTING = /Wait for SSH/;

const results = (stages: readonly { readonly stage: string; readonly result: string }[]) =>
  stages.map(({ stage, result }) => `${stage} ${result}`);

describe('a job that is cancelled while its machines boot', () => {
  it('is cleaned up when the action was killed at once', async () => {
    using box = sandbox('long-job');
    // act kills the running step as soon as it is interrupted, and runs what is left of the job.
    const result = await runWorkflow(box, { onLine: at(BOOTING, (job) => job.cancel()) });
    expect(results(result.stages), result.log).toEqual(expect.arrayContaining(['Main failure', 'Post success']));
    expect(result.output).toContain('Destroy environment: done');
    expect(box.uploads().size, result.log).toBe(1);
    const [files] = box.uploads().values();
    expect([...(files?.keys() ?? [])]).toEqual(expect.arrayContaining(['lago.log', 'lago-action.log']));
  });

  it('stops at the first signal and leaves the rest to post', async () => {
    using box = sandbox('long-job');
    // What a runner does: SIGINT to the action's own process, and to none of its children.
    const result = await runWorkflow(box, { onLine: at(BOOTING, (job) => job.signalAction('SIGINT')) });
    expect(results(result.stages), result.log).toEqual(expect.arrayContaining(['Main failure', 'Post success']));
    expect(result.output).toContain('Destroy environment: done');
    expect(result.output).toContain('Cancelled: the environment is destroyed at the end of the job.');
    expect(result.output).not.toMatch(/answers at/);
  });
});

describe('a runner that disappears', () => {
  it('leaves nothing: the watchdog sees it', async () => {
    using box = sandbox('long-job');
    const result = await runWorkflow(box, { onLine: at(/Run Main sleep 600/, (job) => job.killRunner()) });
    expect(result.code, result.log).toBeNull();
    expect(results(result.stages)).toContain('Main success');
    await expectNothingLeft();
  });
});
