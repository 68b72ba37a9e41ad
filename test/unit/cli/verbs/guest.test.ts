import { describe, expect, it } from 'vitest';
import type { CliVm } from '../../../../src/cli/sdk.ts';
import type { CollectOptions, VmCollection } from '../../../../src/environment/options.ts';
import { GuestError } from '../../../../src/host/errors.ts';
import { FakeEnvironment, fakeVm, lago } from '../support.ts';

describe('copying', () => {
  async function copy(argv: readonly string[], parts: (calls: string[][]) => Partial<CliVm> = recording) {
    const calls: string[][] = [];
    const env = new FakeEnvironment(fakeVm('vm0', parts(calls)), fakeVm('my-vm0'));
    const result = await lago(argv, { cwd: '/srv', sdk: { loadEnv: async () => env } });
    return { ...result, calls, closed: env.closed };
  }

  function recording(calls: string[][]): Partial<CliVm> {
    return {
      copyTo: async (local, remote) => void calls.push(['to', local, remote]),
      copyFrom: async (remote, local) => calls.push(['from', remote, local]) > 0,
    };
  }

  it.each([
    [
      ['copy-to-vm', 'vm0', 'a/b', 'c/d'],
      ['to', '/srv/a/b', 'c/d'],
    ],
    [
      ['copy-to-vm', 'vm0', '/a', '/c/'],
      ['to', '/a', '/c/'],
    ],
    [
      ['copy-from-vm', 'vm0', 'c', '.'],
      ['from', 'c', '/srv'],
    ],
    [
      ['copy-from-vm', 'vm0', '/c', 'd/'],
      ['from', '/c', '/srv/d/'],
    ],
  ])('%j', async (argv, call) => {
    const { code, out, calls, closed } = await copy(argv);
    expect({ code, out, calls, closed }).toEqual({ code: 0, out: '', calls: [call], closed: 1 });
  });

  it('takes exact names only', async () => {
    const { code, err, calls } = await copy(['copy-to-vm', 'm0', 'a', 'b']);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
    expect(err).toContain('there is no VM m0');
  });

  it('reports what the guest refused', async () => {
    const refuse = () => ({
      copyFrom: async () => {
        throw new GuestError('GUEST_PATH_MISSING', 'VM vm0: /nope does not exist');
      },
    });
    const { code, err, closed } = await copy(['copy-from-vm', 'vm0', '/nope', '.'], refuse);
    expect({ code, closed }).toEqual({ code: 1, closed: 1 });
    expect(err).toContain('lago: error: VM vm0: /nope does not exist [GUEST_PATH_MISSING]\n');
  });
});

describe('lago collect', () => {
  async function collect(argv: readonly string[], reports: VmCollection[] = []) {
    const env = new FakeEnvironment();
    let asked: [string, Omit<CollectOptions, 'signal'>] | undefined;
    env.collectArtifacts = async (directory, { signal: _signal, ...options } = {}) => {
      asked = [directory, options];
      return reports;
    };
    return { ...(await lago(['collect', ...argv], { cwd: '/srv', sdk: { loadEnv: async () => env } })), asked };
  }

  it.each([
    [
      ['--output', 'out'],
      ['/srv/out', { ignoreMissing: true }],
    ],
    [
      ['--output=/out', '--no-skip'],
      ['/out', { ignoreMissing: false }],
    ],
    [
      ['--output', 'out', '--max-size', '20GiB'],
      ['/srv/out', { ignoreMissing: true, maxBytes: 20 * 2 ** 30 }],
    ],
  ])('%j', async (argv, expected) => {
    const { code, out, asked } = await collect(argv);
    expect({ code, out, asked }).toEqual({ code: 0, out: '', asked: expected });
  });

  it('refuses a size that is none, before anything is moved aside', async () => {
    const { code, err, asked } = await collect(['--output', 'o', '--max-size', 'big']);
    expect({ code, asked }).toEqual({ code: 2, asked: undefined });
    expect(err).toContain('--max-size: "big" is not possible: expected a size, such as 500M or 20GiB');
  });

  it('fails when a machine could not be read, and not for what is missing in one', async () => {
    const missing = { vm: 'vm0', collected: [], missing: ['/x'] };
    expect((await collect(['--output', 'o'], [missing])).code).toBe(0);
    expect((await collect(['--output', 'o'], [missing, { ...missing, vm: 'vm1', error: 'dead' }])).code).toBe(1);
  });
});

describe('lago ansible_hosts', () => {
  it.each([
    [['ansible_hosts'], undefined],
    [['ansible-hosts'], undefined],
    [['ansible_hosts', '-k', 'groups'], ['groups']],
    [['ansible_hosts', '-k', ''], ['']],
    [
      ['ansible_hosts', '--keys', 'groups', 'disks/0/metadata'],
      ['groups', 'disks/0/metadata'],
    ],
  ])('%j', async (argv, expected) => {
    const env = new FakeEnvironment();
    let asked: readonly string[] | undefined | 'never' = 'never';
    env.ansibleInventory = (keys) => {
      asked = keys;
      return '[g]\nvm0 ansible_host=192.168.200.2\n';
    };
    const result = await lago(argv, { sdk: { loadEnv: async () => env } });
    expect(result).toEqual({ code: 0, out: '[g]\nvm0 ansible_host=192.168.200.2\n', err: '' });
    expect(asked).toEqual(expected);
  });

  it.each([
    ['yaml', 'all:\n  hosts:\n    vm0: {}\n'],
    ['json', `${JSON.stringify({ all: { hosts: { vm0: {} } } }, null, 4)}\n`],
  ])('has the form that -f %s asks for', async (format, out) => {
    const env = new FakeEnvironment();
    env.ansibleInventoryYaml = (keys) => {
      expect(keys).toEqual(['groups']);
      return 'all:\n  hosts:\n    vm0: {}\n';
    };
    const result = await lago(['ansible_hosts', '-k', 'groups', '-f', format], { sdk: { loadEnv: async () => env } });
    expect(result).toEqual({ code: 0, out, err: '' });
  });

  it('is INI whatever format the configuration has, as scripts expect', async () => {
    const env = new FakeEnvironment();
    env.ansibleInventory = () => '[g]\nvm0\n';
    const settings = { sdk: { loadEnv: async () => env }, env: { LAGO_OUT_FORMAT: 'json' } };
    expect(await lago(['ansible_hosts'], settings)).toEqual({ code: 0, out: '[g]\nvm0\n', err: '' });
  });

  it('prints nothing where there is nothing', async () => {
    const env = new FakeEnvironment();
    env.ansibleInventory = () => '';
    expect((await lago(['ansible_hosts'], { sdk: { loadEnv: async () => env } })).out).toBe('');
  });
});
