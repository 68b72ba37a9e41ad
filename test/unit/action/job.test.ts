import { describe, expect, it } from 'vitest';
import { artifactName, cleanName, jobLabel, runnerWorker } from '../../../src/action/job.ts';

const ENV = { GITHUB_ACTION: '__lago', GITHUB_JOB: 'test', GITHUB_RUN_ATTEMPT: '2' };

describe('artifactName', () => {
  it('is the same for the same job, and readable', () => {
    expect(artifactName(ENV, '{"os":"a"}')).toMatch(/^lago-test-2-[0-9a-f]{8}$/);
    expect(artifactName(ENV, '{"os":"a"}')).toBe(artifactName(ENV, '{"os":"a"}'));
  });

  it('differs between attempts, matrix entries and uses of the action', () => {
    const names = [
      artifactName(ENV, '{"os":"a"}'),
      artifactName(ENV, '{"os":"b"}'),
      artifactName({ ...ENV, GITHUB_RUN_ATTEMPT: '3' }, '{"os":"a"}'),
      artifactName({ ...ENV, GITHUB_ACTION: '__lago_2' }, '{"os":"a"}'),
    ];
    expect(new Set(names).size).toBe(4);
  });
});

describe('cleanName', () => {
  it.each([
    ['logs', 'logs'],
    ['a/b\\c:d"e<f>g|h*i?j', 'a-b-c-d-e-f-g-h-i-j'],
    ['two\nlines', 'two-lines'],
    ['', 'lago'],
    ['..', 'lago'],
    ['x'.repeat(500), 'x'.repeat(200)],
  ])('makes a good name of %j', (name, expected) => {
    expect(cleanName(name)).toBe(expected);
  });
});

describe('the owner of an environment', () => {
  it('is the parent of the step, and in a container its first process', () => {
    expect(runnerWorker(4711)).toBe(4711);
    expect(runnerWorker(0)).toBe(1);
  });

  it('is named after the job', () => {
    expect(jobLabel({ GITHUB_JOB: 'test', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '42' })).toBe(
      'GitHub job test of o/r, run 42',
    );
  });
});
