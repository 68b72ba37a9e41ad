import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRunner } from '../../support/runner.ts';

const METADATA = `
inputs:
  init-file: { default: LagoInitFile }
  job-status: { default: '\${{ job.status }}' }
runs: { using: node24, pre: pre.mjs, main: main.mjs, post: post.mjs }
`;

// Every phase prints what it finds; main also leaves something in each of the runner's files.
const PRINT = `
const { GITHUB_WORKSPACE, PATH, HOME, ...env } = process.env;
console.log(JSON.stringify({ ...env, cwd: process.cwd(), PATH }));
`;
const LEAVE = `
import { appendFileSync } from 'node:fs';
appendFileSync(process.env.GITHUB_OUTPUT, 'ips<<X\\n{}\\nX\\n');
appendFileSync(process.env.GITHUB_STATE, 'prefix=/p\\n');
appendFileSync(process.env.GITHUB_ENV, 'LAGO_WORKDIR=/w\\n');
appendFileSync(process.env.GITHUB_PATH, '/bin-of-lago\\n');
appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Machines\\n');
console.error('::error::not really');
process.exitCode = 3;
`;

let directory: string;
let runner: FakeRunner;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fake-runner-'));
  await mkdir(join(directory, 'workspace'));
  const files = { 'action.yml': METADATA, 'pre.mjs': PRINT, 'main.mjs': LEAVE, 'post.mjs': PRINT };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  runner = new FakeRunner({
    action: directory,
    workspace: join(directory, 'workspace'),
    temp: join(directory, 'temp'),
    env: { PATH: '/usr/bin:/bin', HOME: directory },
  });
});

afterEach(async () => await rm(directory, { recursive: true }));

/** The environment that a phase printed. */
function printed(stdout: string): unknown {
  return JSON.parse(stdout);
}

describe('FakeRunner', () => {
  it('gives inputs over the defaults of action.yml, in the workspace, and nothing of our own environment', async () => {
    const result = await runner.runPhase({ phase: 'pre', inputs: { 'init-file': 'other.yaml' }, jobStatus: 'failure' });
    expect(printed(result.stdout)).toMatchObject({
      'INPUT_INIT-FILE': 'other.yaml',
      'INPUT_JOB-STATUS': 'failure',
      GITHUB_ACTIONS: 'true',
      cwd: join(directory, 'workspace'),
    });
    expect(result.stdout).not.toContain('VITEST');
  });

  it('reads back what a phase left and hands it on to the next', async () => {
    const main = await runner.runPhase({ phase: 'main' });
    expect(main).toMatchObject({
      code: 3,
      outputs: { ips: '{}' },
      state: { prefix: '/p' },
      env: { LAGO_WORKDIR: '/w' },
      path: ['/bin-of-lago'],
      summary: '# Machines\n',
      commands: [{ name: 'error', message: 'not really' }],
    });
    const post = await runner.runPhase({ phase: 'post' });
    expect(printed(post.stdout)).toMatchObject({
      STATE_prefix: '/p',
      LAGO_WORKDIR: '/w',
      PATH: '/bin-of-lago:/usr/bin:/bin',
    });
    expect(runner.stepEnv).toMatchObject({ LAGO_WORKDIR: '/w', PATH: '/bin-of-lago:/usr/bin:/bin' });
  });

  it('refuses inputs that action.yml does not have', async () => {
    await expect(runner.runPhase({ phase: 'main', inputs: { initfile: 'x' } })).rejects.toThrow('no input initfile');
  });

  it('refuses a phase that action.yml does not have', async () => {
    await writeFile(join(directory, 'action.yml'), 'runs: { using: node24, main: main.mjs }');
    await expect(runner.runPhase({ phase: 'post' })).rejects.toThrow('action.yml has no post');
  });
});
