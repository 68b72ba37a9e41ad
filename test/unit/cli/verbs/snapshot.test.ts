import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SnapshotInfo } from '../../../../src/cli/sdk.ts';
import { FakeEnvironment, fakeVm, lago } from '../support.ts';

const DISK = {
  dev: 'vda',
  format: 'qcow2',
  metadata: {},
  name: 'root',
  path: '/p/images/web_root.qcow2',
  template_name: 'el7',
  type: 'template',
};
const CREATED = '2026-01-02T03:04:05.000Z';
const SNAPSHOTS: readonly SnapshotInfo[] = [
  {
    name: 'first',
    createdAt: CREATED,
    size: 1000,
    vms: {
      web: { state: 'running', createdAt: CREATED, size: 900, disks: [DISK] },
      db: { state: 'stopped', createdAt: CREATED, size: 100, disks: [] },
    },
  },
];

async function run(...argv: string[]) {
  const env = new FakeEnvironment(fakeVm('web'), fakeVm('db'), fakeVm('idle'));
  const calls: unknown[] = [];
  env.snapshots = async () => [...SNAPSHOTS];
  env.snapshot = async (name, { signal: _signal, ...options } = {}) => {
    calls.push(['snapshot', name, options]);
    return { name, createdAt: CREATED, size: 0, vms: {} };
  };
  env.deleteSnapshot = async (name, { signal: _signal, ...options } = {}) => void calls.push(['delete', name, options]);
  env.revert = async (name, { signal: _signal, ...options } = {}) => void calls.push(['revert', name, options]);
  return { ...(await lago(argv, { sdk: { loadEnv: async () => env } })), calls, closed: env.closed };
}

describe('lago snapshot and revert', () => {
  it.each([
    [
      ['snapshot', 'a b'],
      ['snapshot', 'a b', { force: false }],
    ],
    [
      ['snapshot', 'x', '--force', '--vm', 'web', '--vm=db'],
      ['snapshot', 'x', { force: true, vms: ['web', 'db'] }],
    ],
    [
      ['snapshot', 'x', '--delete'],
      ['delete', 'x', {}],
    ],
    [
      ['snapshot', '--delete', 'x', '--vm', 'web'],
      ['delete', 'x', { vms: ['web'] }],
    ],
    [
      ['revert', 'x'],
      ['revert', 'x', { wait: true }],
    ],
    [
      ['revert', 'x', '--no-wait', '--ssh-timeout', '1m', '--vm', 'db'],
      ['revert', 'x', { wait: false, sshTimeout: 60, vms: ['db'] }],
    ],
  ])('%j', async (argv, expected) => {
    expect(await run(...argv)).toMatchObject({ code: 0, out: '', calls: [expected], closed: 1 });
  });

  it.each([
    [['snapshot']],
    [['snapshot', '--delete']],
    [['revert']],
    [['snapshot', 'a', 'b']],
  ])('%j is refused', async (argv) => {
    expect(await run(...argv)).toMatchObject({ code: 2, out: '', calls: [] });
  });
});

describe('lago snapshot --list', () => {
  it('tells people when, how large, and how the machines were', async () => {
    expect((await run('snapshot', '-l')).out).toBe(
      [
        '[first]:',
        `    created: ${CREATED}`,
        '    size: 1000',
        '    [vms]:',
        '        db: stopped',
        '        web: running',
        '',
      ].join('\n'),
    );
    expect((await run('snapshot', '--list', '-f', 'flat')).out).toBe(
      `first/created: ${CREATED}\nfirst/size: 1000\nfirst/vms/db: stopped\nfirst/vms/web: running\n`,
    );
  });

  it("prints Lago's map as JSON and YAML: machine, snapshot, disks", async () => {
    const expected = { web: { first: [DISK] }, db: { first: [] }, idle: {} };
    expect(JSON.parse((await run('snapshot', '-l', '-f', 'json')).out)).toEqual(expected);
    expect(parse((await run('-f', 'yaml', 'snapshot', '-l')).out)).toEqual(expected);
  });

  it('prints what people see as JSON with --details', async () => {
    expect(JSON.parse((await run('snapshot', '-l', '--details', '-f', 'json')).out)).toEqual([
      { name: 'first', created: CREATED, size: 1000, vms: { web: 'running', db: 'stopped' } },
    ]);
  });
});

it.each([
  [['--list', '--delete', 'x'], '--list and --delete exclude each other'],
  [['--details', 'x'], '--details is for --list'],
])('lago snapshot %j is refused', async (argv, message) => {
  const { code, err, calls } = await run('snapshot', ...argv);
  expect([code, calls]).toEqual([2, []]);
  expect(err).toContain(message);
});
