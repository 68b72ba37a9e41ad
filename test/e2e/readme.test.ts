import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { quickStartInitFile, snippetsRunAs } from '../support/snippets.ts';
import { runWorkflow } from './support/act.ts';
import { commit, copyRelease, sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';
import { TEMPLATES } from './support/setting.ts';

afterEach(expectNothingLeft);

/** The release that the README names. */
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const ACTION = `lago/lago-action@v${version}`;

describe('workflows of the README', () => {
  it.each(snippetsRunAs('workflow'))('run as they are, with the init file of the quick start: $key', async ({
    how,
  }) => {
    using box = sandbox(how.name);
    writeFileSync(join(box.repository, 'LagoInitFile'), quickStartInitFile());
    commit(box.repository);
    const release = join(box.scratch, 'release');
    copyRelease(release);
    const result = await runWorkflow(box, {
      localAction: { name: ACTION, directory: release },
      // As on a runner whose administrator has chosen a repository; the built-in one is out of reach here.
      env: { LAGO__INIT__TEMPLATE_REPO_PATH: TEMPLATES },
    });
    expect(result.code, result.log).toBe(0);
    expect(result.stages).toContainEqual({ step: ACTION, stage: 'Main', result: 'success' });
    expect(result.output).toMatch(/^\d+\.\d+\.\d+\S*$/m);
  });
});
