import { afterEach, describe, expect, it } from 'vitest';
import { type ActOptions, runWorkflow } from './support/act.ts';
import { copyRelease, sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';
import { abandonEnvironment } from './support/orphan.ts';

afterEach(expectNothingLeft);

describe('the action from its repository', () => {
  it('prepares the host in pre, removes what an earlier job left, and uploads what was asked for', async () => {
    using box = sandbox('released');
    const release = `${box.scratch}/release`;
    copyRelease(release);
    const orphan = await abandonEnvironment(box);
    const localAction: ActOptions['localAction'] = { name: 'lago/lago-action@v1', directory: release };
    const result = await runWorkflow(box, { localAction });
    expect(result.stages, result.log).toContainEqual({ step: 'lago/lago-action@v1', stage: 'Pre', result: 'success' });
    expect(result.code, result.log).toBe(0);
    expect(result.output.match(new RegExp(`removed environment ${orphan}`, 'g'))).toHaveLength(1);
    expect([...box.uploads().keys()]).toEqual(['evidence']);
    // The watchdog would do it as well, once the runner has ended.
    expect(result.output).toContain('Destroy environment: done');
    expect(result.stages.at(-2)).toEqual({ step: 'lago/lago-action@v1', stage: 'Post', result: 'success' });
  });
});
