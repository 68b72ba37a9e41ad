import { afterEach, describe, expect, it } from 'vitest';
import { runWorkflow } from './support/act.ts';
import { sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';
import { abandonEnvironment } from './support/orphan.ts';

afterEach(expectNothingLeft);

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

describe('a job whose test fails', () => {
  it('leaves the logs of every machine in an artifact, and no key; main does the work of pre, which did not run', async () => {
    using box = sandbox('failing-job');
    const orphan = await abandonEnvironment(box);
    const result = await runWorkflow(box);
    expect(result.code, result.log).toBe(1);
    expect(result.stages.filter(({ stage }) => stage === 'Pre')).toEqual([]);
    expect(result.output).toContain(`removed environment ${orphan}`);
    expect(result.output).toContain('Destroy environment: done');
    const uploads = [...box.uploads()];
    expect(uploads, result.log).toHaveLength(1);
    const [name = '', files = new Map<string, Buffer>()] = uploads[0] ?? [];
    expect(name).toMatch(/^lago-test-1-[0-9a-f]{8}$/);
    expect(files.get('vm0/_var_log/test.log')?.toString()).toBe('written by the test\n');
    expect(files.get('vm0/vm0-serial.log')?.length).toBeGreaterThan(100);
    expect(files.get('vm0/vm0-screenshot.png')?.subarray(0, 4)).toEqual(PNG);
    expect(files.get('lago.log')?.toString()).toContain('Start environment');
    for (const [file, content] of files) expect(content.includes('PRIVATE KEY'), file).toBe(false);
  });
});

describe('a machine that does not come up', () => {
  it('fails the step, with its console and screenshot in the artifact', async () => {
    using box = sandbox('unreachable-machine');
    const result = await runWorkflow(box);
    expect(result.code, result.log).toBe(1);
    expect(result.log).toMatch(/vm0.*serial log.*screenshot/);
    expect(result.output).toMatch(/^lago is there: .*vm0/m);
    const files = box.uploads().get('evidence') ?? new Map<string, Buffer>();
    expect([...files.keys()], result.log).toEqual(
      expect.arrayContaining(['lago.log', 'lago-action.log', 'vm0/vm0-screenshot.png', 'vm0/vm0-serial.log']),
    );
  });
});
