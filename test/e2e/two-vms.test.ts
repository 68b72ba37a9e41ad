import { afterEach, describe, expect, it } from 'vitest';
import { runWorkflow } from './support/act.ts';
import { sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';

afterEach(expectNothingLeft);

describe('two machines on two networks', () => {
  it('are there for later steps: Ansible, ssh and lago find them by what the action exports', async () => {
    using box = sandbox('two-vms');
    const result = await runWorkflow(box);
    expect(result.code, result.log).toBe(0);
    for (const name of ['web', 'db']) expect(result.output).toMatch(new RegExp(`^${name} \\| SUCCESS`, 'm'));
    expect(result.output).toMatch(/^seen from web: web\.lago\.local$/m);
    expect(box.uploads().size).toBe(0);
  });
});
