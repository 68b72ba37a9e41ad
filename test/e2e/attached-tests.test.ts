import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runWorkflow } from './support/act.ts';
import { commit, copyRelease, type Sandbox, sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';

afterEach(expectNothingLeft);

/** What `npm ci` would make: the fixture's package, and the runner. */
function install(repository: string): void {
  const modules = join(repository, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  copyRelease(join(modules, 'lago-action'));
  symlinkSync(resolve('node_modules/vitest'), join(modules, 'vitest'));
  symlinkSync('../vitest/vitest.mjs', join(modules, '.bin', 'vitest'));
}

function addTests(box: Sandbox): void {
  cpSync('fixtures/examples/vitest', join(box.repository, 'tests'), { recursive: true });
  install(box.repository);
  commit(box.repository);
}

describe('a test suite in a job with the action', () => {
  it('attaches to the environment that the action started, and leaves it running', async () => {
    using box = sandbox('attached-tests');
    addTests(box);
    const result = await runWorkflow(box);
    expect(result.code, result.log).toBe(0);
    expect(result.output).toContain('LAGO_WORKDIR is set: using the environment at');
    expect(result.output).toMatch(/Tests .*3 passed/);
    expect(result.output).toMatch(/^still here$/m);
  });
});
