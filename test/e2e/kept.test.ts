import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { destroyEnvironments, listEnvironments, loadEnv } from '../../src/index.ts';
import { runWorkflow } from './support/act.ts';
import { sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';

afterEach(expectNothingLeft);

describe('with `destroy: false`', () => {
  it('the environment is there after the job, running, and nobody but its user removes it', async () => {
    using box = sandbox('kept');
    const workdir = join(box.scratch, 'workdir');
    const result = await runWorkflow(box, { vars: { WORKDIR: workdir } });
    expect(result.code, result.log).toBe(0);
    const [kept] = await listEnvironments();
    expect(kept).toMatchObject({ owner: { kind: 'workdir' }, orphan: undefined, phase: 'created' });
    await using env = await loadEnv({ workdir });
    expect((await env.vm('vm0').ssh(['hostname'])).out.trim()).toBe('vm0');
    await env.close();
    expect(await destroyEnvironments({ workdir })).toEqual([kept?.uuid]);
  });
});
