import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { INPUTS } from '../../../src/action/inputs.ts';
import { FakeRunner, type PhaseResult } from '../../support/runner.ts';
import { bundlePhases } from './support/bundle.ts';

let action: string;
let root: string;
let workspace: string;
let runner: FakeRunner;

beforeAll(async () => {
  action = mkdtempSync(join(tmpdir(), 'action-'));
  await bundlePhases(join(action, 'dist'));
  const runs = { using: 'node24', pre: 'dist/pre.js', main: 'dist/main.js', post: 'dist/post.js' };
  writeFileSync(join(action, 'action.yml'), stringify({ inputs: INPUTS, runs }));
  writeFileSync(join(action, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(action, { recursive: true }));

/** A host with nothing but Node: no libvirt, no QEMU, no services of GitHub. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'phases-'));
  workspace = join(root, 'workspace');
  for (const name of ['workspace', 'temp', 'bin']) mkdirSync(join(root, name));
  runner = new FakeRunner({
    action,
    workspace,
    temp: join(root, 'temp'),
    env: { PATH: join(root, 'bin'), HOME: root, LAGO_STATE_DIR: join(root, 'state') },
  });
});
afterEach(() => rmSync(root, { recursive: true }));

const INIT_FILE = `
domains: { vm0: { nics: [{ net: lab }], disks: [{ type: empty, size: 1G, name: root, dev: vda, format: qcow2 }] } }
nets: { lab: { type: nat, management: true } }
`;
const EXPRESSIONS = { 'job-status': 'failure', matrix: 'null' };

function run(phase: 'pre' | 'main' | 'post', inputs: Readonly<Record<string, string>> = {}): Promise<PhaseResult> {
  return runner.runPhase({ phase, inputs: { ...EXPRESSIONS, ...inputs } });
}

function errors({ commands }: PhaseResult) {
  return commands.filter(({ name }) => name === 'error');
}

/** Directories of the action's own that are left. */
function scratches(): string[] {
  return readdirSync(join(root, 'temp')).filter((name) => name.startsWith('lago-action-'));
}

describe('with wrong inputs', () => {
  const wrong = { acceleration: 'hvf' };

  it('pre does not fail the job', async () => {
    const result = await run('pre', wrong);
    expect(result.code).toBe(0);
    expect(errors(result)).toEqual([]);
  });

  it('main names the input, and post has nothing to do', async () => {
    const main = await run('main', wrong);
    expect(main.code).toBe(1);
    expect(errors(main)).toEqual([
      expect.objectContaining({ message: 'the input acceleration is "hvf"; expected `auto`, `kvm`, `tcg`' }),
    ]);
    expect(readdirSync(workspace)).toEqual([]);
    const post = await run('post', wrong);
    expect(post.code).toBe(0);
    expect(post.stdout).toContain('There is no environment');
    expect(scratches()).toEqual([]);
  });
});

describe('with a mistake in the init file', () => {
  beforeEach(() => {
    writeFileSync(
      join(workspace, 'LagoInitFile'),
      'domains:\n  vm0:\n    memory: lots\n    nics: [{ net: nowhere }]\nnets: {}\n',
    );
  });

  it('main shows each where it is, and leaves nothing', async () => {
    const main = await run('main');
    expect(main.code).toBe(1);
    expect(errors(main)).toContainEqual(
      expect.objectContaining({
        properties: expect.objectContaining({ file: 'LagoInitFile', line: '3', col: '13' }),
        message: expect.stringContaining('domains.vm0.memory'),
      }),
    );
    expect(errors(main).at(-1)?.message).toMatch(/^the init file has \d mistakes?; see the log of this step$/);
    expect(main.outputs).toEqual({});
    expect(main.env).toEqual({});
    expect(main.summary).toContain('## Lago environment: failed');
    expect(readdirSync(workspace)).toEqual(['LagoInitFile']);
    expect(existsSync(join(root, 'state', 'environments'))).toBe(false);
  });

  it('post keeps the log where it cannot upload it, says so, and tidies up', async () => {
    await run('main');
    const post = await run('post', { 'artifact-name': 'my/logs' });
    expect(post.code).toBe(0);
    expect(post.commands).toContainEqual(
      expect.objectContaining({
        name: 'warning',
        message: expect.stringContaining('this runner has no artifact service. They are in lago-test-1-'),
      }),
    );
    const kept = readdirSync(workspace).find((name) => name.startsWith('lago-test-1-')) ?? '';
    expect(readFileSync(join(workspace, kept, 'lago-action.log'), 'utf8')).toContain('error');
    expect(scratches()).toEqual([]);
  });

  it('post acts on what main was told', async () => {
    await run('main', { collect: 'never' });
    const post = await run('post', { collect: 'always' });
    expect(post.code).toBe(0);
    expect(readdirSync(workspace)).toEqual(['LagoInitFile']);
  });

  it('post cleans the name that was asked for', async () => {
    await run('main', { 'artifact-name': 'my/logs' });
    await run('post', { 'artifact-name': 'my/logs' });
    expect(readdirSync(workspace)).toEqual(['LagoInitFile', 'my-logs']);
  });
});

describe('on a host without libvirt', () => {
  beforeEach(() => {
    writeFileSync(join(workspace, 'LagoInitFile'), INIT_FILE);
  });

  it('main says what is missing and what to do', async () => {
    const main = await run('main');
    expect(main.code).toBe(1);
    expect(errors(main)).toEqual([expect.objectContaining({ message: expect.stringMatching(/virsh.*lago doctor/) })]);
    expect(readdirSync(workspace)).toEqual(['LagoInitFile']);
  });

  it('main puts lago on the PATH of later steps, which may want to know why', async () => {
    const { path } = await run('main');
    expect(path).toHaveLength(1);
    const script = readFileSync(join(path[0] ?? '', 'lago'), 'utf8');
    expect(script).toContain(`exec '${process.execPath}' '`);
  });

  it('the host is prepared by pre, or by main when pre did not run', async () => {
    const prepares = ({ stdout }: PhaseResult) => stdout.includes('::group::Check the host');
    expect(prepares(await run('main'))).toBe(true);
    expect(prepares(await run('pre'))).toBe(true);
    expect(prepares(await run('main'))).toBe(false);
  });
});

describe('post alone', () => {
  it('has nothing to do when main never ran', async () => {
    const post = await run('post');
    expect(post.code).toBe(0);
    expect(post.stdout).toContain('There is no environment');
  });

  it('has nothing to do when main died before it knew its inputs', async () => {
    writeFileSync(join(workspace, 'LagoInitFile'), INIT_FILE);
    await run('main');
    for (const name of scratches()) rmSync(join(root, 'temp', name, 'state.json'));
    const post = await run('post');
    expect(post.code).toBe(0);
    expect(scratches()).toEqual([]);
  });
});
