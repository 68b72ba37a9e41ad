import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { LoadOptions, Sdk, StartOptions } from '../../../../src/cli/sdk.ts';
import type { EnvironmentStatus } from '../../../../src/environment/status.ts';
import { type CallOptions, FakeEnvironment, fakeVm, lago } from '../support.ts';

const loading = (env: FakeEnvironment): Partial<Sdk> => ({ loadEnv: async () => env });

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'lago-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

describe('lago start', () => {
  async function start(...argv: string[]) {
    const env = new FakeEnvironment(fakeVm('vm0'));
    let asked: StartOptions = {};
    env.start = async ({ signal: _signal, ...options } = {}) => {
      asked = options;
    };
    return { ...(await lago(['start', ...argv], { sdk: loading(env) })), asked, env };
  }

  it('starts and awaits all machines', async () => {
    const { code, out, asked, env } = await start();
    expect(asked).toEqual({ wait: true });
    expect({ code, out, closed: env.closed }).toEqual({ code: 0, out: '', closed: 1 });
  });

  it('passes machines and options on', async () => {
    const { asked } = await start('vm0', 'vm1', '--no-wait', '--ssh-timeout', '2m', '--timeout=1h', '--acc', 'kvm');
    expect(asked).toEqual({
      vms: ['vm0', 'vm1'],
      wait: false,
      sshTimeout: 120,
      timeout: 3600,
      acceleration: 'kvm',
    });
  });
});

describe('lago shutdown and reboot', () => {
  async function power(...argv: string[]) {
    const env = new FakeEnvironment();
    const calls: unknown[] = [];
    env.shutdown = async (vms, { signal: _signal, ...options } = {}) => void calls.push(['shutdown', vms, options]);
    env.reboot = async (vms, { signal: _signal, ...options } = {}) => void calls.push(['reboot', vms, options]);
    expect((await lago(argv, { sdk: loading(env) })).code).toBe(0);
    return calls;
  }

  it.each([
    [['shutdown'], ['shutdown', undefined, {}]],
    [
      ['shutdown', 'vm1', '--timeout', '2m'],
      ['shutdown', ['vm1'], { timeout: 120 }],
    ],
    // As in Lago, this one does not wait.
    [
      ['shutdown', '-r', 'vm1'],
      ['reboot', ['vm1'], { wait: false }],
    ],
    [['reboot'], ['reboot', undefined, { wait: true }]],
    [
      ['reboot', 'vm0', '--no-wait'],
      ['reboot', ['vm0'], { wait: false }],
    ],
  ])('%j', async (argv, call) => {
    expect(await power(...argv)).toEqual([call]);
  });
});

describe('lago logs', () => {
  function logs(content: string, ...argv: string[]) {
    const file = join(temporaryDirectory(), 'serial.log');
    writeFileSync(file, content);
    const env = new FakeEnvironment(fakeVm('vm0', { serialLog: file }));
    return lago(['logs', 'vm0', ...argv], { sdk: loading(env) });
  }

  it.each([
    ['one\ntwo\n', [], 'one\ntwo\n'],
    ['one\ntwo\nthree\n', ['-n', '2'], 'two\nthree\n'],
    ['one\ntwo\nlogin:', ['-n', '1'], 'login:'],
    ['one\n', ['-n', '0'], ''],
    ['', [], ''],
    ['\x1b[32mok\x1b[0m \x07\r\n', [], 'ok \\x07\n'],
    ['\x1b[32mok\x1b[0m\n', ['--raw'], '\x1b[32mok\x1b[0m\n'],
  ])('%j %j', async (content, argv, out) => {
    expect(await logs(content, ...argv)).toMatchObject({ code: 0, out });
  });

  it('is empty before a machine ever ran, and knows what is no machine', async () => {
    const env = new FakeEnvironment(fakeVm('vm0', { serialLog: '/nowhere/serial.log' }));
    expect(await lago(['logs', 'vm0'], { sdk: loading(env) })).toMatchObject({ code: 0, out: '' });
    expect(await lago(['logs', 'nope'], { sdk: loading(env) })).toMatchObject({ code: 2 });
    expect(await lago(['logs', 'vm0', '-n', '-1'], { sdk: loading(env) })).toMatchObject({ code: 2 });
  });
});

describe('lago stop', () => {
  it.each([
    [[], undefined],
    [
      ['vm1', 'vm0'],
      ['vm1', 'vm0'],
    ],
  ])('%j', async (argv, expected) => {
    const env = new FakeEnvironment();
    let asked: readonly string[] | undefined | 'never' = 'never';
    env.stop = async (vms) => {
      asked = vms;
    };
    expect((await lago(['stop', ...argv], { sdk: loading(env) })).code).toBe(0);
    expect(asked).toEqual(expected);
    expect(env.closed).toBe(1);
  });
});

describe('lago status', () => {
  const status: EnvironmentStatus = {
    Prefix: {
      'Base directory': '/srv/t/.lago/default',
      UUID: '0a1b',
      Networks: {
        mgmt: { gateway: '192.168.207.1', management: true, status: 'up' },
        br: { gateway: null, management: false, status: 'up' },
      },
      VMs: {
        web: {
          distro: 'el7',
          'root password': '123456',
          status: 'running',
          snapshots: '',
          metadata: {},
          NICs: { eth0: { network: 'mgmt', ip: '192.168.207.2' }, eth1: { network: 'br', ip: 'N/A' } },
        },
      },
    },
  };

  async function print(...options: string[]): Promise<string> {
    const env = new FakeEnvironment();
    env.status = async () => status;
    const { code, out, err } = await lago(['status', ...options], { sdk: loading(env) });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out;
  }

  it('prints what Lago prints', async () => {
    expect(await print()).toBe(`[Prefix]:
    Base directory: /srv/t/.lago/default
    [Networks]:
        [br]:
            management: False
            status: up
        [mgmt]:
            gateway: 192.168.207.1
            management: True
            status: up
    UUID: 0a1b
    [VMs]:
        [web]:
            [NICs]:
                [eth0]:
                    ip: 192.168.207.2
                    network: mgmt
                [eth1]:
                    ip: N/A
                    network: br
            distro: el7
            root password: 123456
            status: running
`);
  });

  it.each([
    ['-f', 'json'],
    ['--out-format', 'json'],
    ['--out-format=json'],
  ])('prints all of it as JSON: %s %s', async (...options) => {
    expect(JSON.parse(await print(...options))).toEqual(status);
  });

  it('prints all of it as YAML, numbers in texts quoted', async () => {
    const text = await print('-f', 'yaml');
    expect(parse(text, { version: '1.1' })).toEqual(status);
    expect(text).toMatch(/root password: ["']123456["']/);
  });

  it('prints lines to grep', async () => {
    expect((await print('-f', 'flat')).split('\n')).toContain('Networks/mgmt/status: up');
  });
});

describe('finding the environment', () => {
  async function asked(argv: readonly string[], options: Omit<CallOptions, 'sdk'> = {}) {
    const env = new FakeEnvironment();
    env.stop = async () => {};
    let load: LoadOptions = {};
    const result = await lago([...argv, 'stop'], {
      ...options,
      sdk: {
        loadEnv: async (given = {}) => {
          load = given;
          return env;
        },
      },
    });
    const { workdir, prefixName, prefix, cwd } = load;
    return { ...result, asked: { workdir, prefixName, prefix, cwd } };
  }

  const nothing = { workdir: undefined, prefixName: undefined, prefix: undefined };

  it('is left to the SDK by default', async () => {
    expect((await asked([], { cwd: '/srv' })).asked).toEqual({ ...nothing, cwd: '/srv' });
  });

  it.each([
    [['-w', 'w'], {}, { workdir: 'w' }],
    [['-w', 'w', '-P', 'p'], {}, { workdir: 'w', prefixName: 'p' }],
    [[], { LAGO_WORKDIR: '/job' }, { workdir: '/job' }],
    [['-P', 'p'], { LAGO_WORKDIR: '/job' }, { workdir: '/job', prefixName: 'p' }],
    [['-w', 'w'], { LAGO_WORKDIR: '/job' }, { workdir: 'w' }],
    [[], { LAGO_WORKDIR: '' }, {}],
    [[], { LAGO_PREFIX_NAME: 'p' }, { prefixName: 'p' }],
    [[], { LAGO_PREFIX_PATH: '/exported', LAGO_WORKDIR_PATH: '/exported' }, {}],
  ])('%j %j', async (argv, env, expected) => {
    expect((await asked(argv, { env })).asked).toMatchObject({ ...nothing, ...expected });
  });

  it('takes the prefix one stands in, whatever the job exports', async () => {
    const prefix = temporaryDirectory();
    writeFileSync(join(prefix, 'initialized'), '');
    const env = { LAGO_WORKDIR: '/job' };
    expect((await asked([], { cwd: prefix, env })).asked).toMatchObject({ ...nothing, prefix });
    expect((await asked(['-w', 'w'], { cwd: prefix, env })).asked).toMatchObject({ ...nothing, workdir: 'w' });
    expect((await asked(['-P', 'p'], { cwd: prefix, env })).asked).toMatchObject({ workdir: '/job', prefixName: 'p' });
  });

  it('does the same with the file that generate-config prints, and with the default spelled out', async () => {
    const prefix = temporaryDirectory();
    writeFileSync(join(prefix, 'initialized'), '');
    const generated = join(prefix, 'generated.conf');
    const { out } = await lago(['generate-config', '--verbose']);
    writeFileSync(generated, out);
    expect(out).toContain('\nprefix_name = current\n');
    for (const cwd of [prefix, '/srv']) {
      for (const env of [{}, { LAGO_WORKDIR: '/job' }]) {
        const { asked: without } = await asked([], { cwd, env });
        expect((await asked([], { cwd, env, configFiles: [generated] })).asked).toEqual(without);
        expect((await asked(['-P', 'current'], { cwd, env })).asked).toEqual(without);
        expect((await asked([], { cwd, env: { ...env, LAGO_PREFIX_NAME: 'current' } })).asked).toEqual(without);
      }
    }
  });

  it('has the default on the command line overrule another name in the configuration', async () => {
    const env = { LAGO_PREFIX_NAME: 'p' };
    expect((await asked(['-P', 'current'], { env })).asked).toMatchObject(nothing);
  });

  it('takes the path of a prefix, with a warning', async () => {
    const { asked: load, err } = await asked(['-p', 'a/b'], { cwd: '/srv', env: { LAGO_WORKDIR: '/job' } });
    expect(load).toMatchObject({ ...nothing, prefix: '/srv/a/b' });
    expect(err).toBe('warning: --prefix-path is deprecated: use --workdir-path and --prefix-name\n');
  });

  it('finds the prefix called .lago in that path, or above it', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, '.lago'));
    writeFileSync(join(directory, '.lago', 'initialized'), '');
    expect((await asked(['-p', directory])).asked.prefix).toBe(join(directory, '.lago'));
    expect((await asked(['-p', join(directory, 'a/b')])).asked.prefix).toBe(join(directory, '.lago'));
  });
});

describe('lago destroy', () => {
  async function destroy(argv: readonly string[], typed?: string) {
    const calls: Parameters<Sdk['destroyEnvironments']>[0][] = [];
    const sdk: Partial<Sdk> = {
      destroyEnvironments: async (options = {}) => {
        calls.push(options);
        const agreed = options.confirm === undefined || (await options.confirm(['/srv/.lago/a', '/srv/.lago/b']));
        return agreed ? ['u'.repeat(32)] : [];
      },
    };
    const result = await lago(['destroy', ...argv], { sdk, ...(typed === undefined ? {} : { typed }) });
    return { ...result, calls };
  }

  it('does not ask with --yes', async () => {
    for (const yes of ['-y', '--yes']) {
      const { code, calls } = await destroy([yes]);
      expect(code).toBe(0);
      expect(calls).toEqual([expect.objectContaining({ allPrefixes: false })]);
      expect(calls[0]?.confirm).toBe(undefined);
    }
  });

  it('passes --all-prefixes and --uuid on', async () => {
    const uuid = 'ab'.repeat(16);
    expect((await destroy(['-y', '--uuid', uuid])).calls).toEqual([
      expect.objectContaining({ allPrefixes: false, uuid }),
    ]);
    expect((await destroy(['-y', '--all-prefixes'])).calls).toEqual([expect.objectContaining({ allPrefixes: true })]);
  });

  it.each([
    [['--uuid', 'zz'], '--uuid: "zz" is not possible: expected 32 hexadecimal digits'],
    [['--all-prefixes', '--uuid', 'ab'.repeat(16)], '--all-prefixes and --uuid exclude each other'],
  ])('refuses %j', async (argv, message) => {
    const { code, err, calls } = await destroy(['-y', ...argv]);
    expect([code, calls]).toEqual([2, []]);
    expect(err).toContain(message);
  });

  it('refuses without a terminal to ask on, before anything is touched', async () => {
    const { code, err, calls } = await destroy([]);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
    expect(err).toContain('hint: Add --yes.');
  });

  it.each([
    ['\n', true],
    ['y\n', true],
    ['Yes please\n', true],
    ['n\n', false],
    ['what?\n', false],
    ['', false],
  ])('asks on a terminal; %j', async (typed, agreed) => {
    const { code, err } = await destroy([], typed);
    expect(code).toBe(0);
    expect(err).toContain('Do you really want to destroy /srv/.lago/a, /srv/.lago/b? [Yn] ');
    expect(err.includes('aborted: nothing was destroyed')).toBe(!agreed);
  });
});

describe('lago list and set-current', () => {
  it('prints the names of the prefixes', async () => {
    let asked: LoadOptions = {};
    const sdk: Partial<Sdk> = {
      listPrefixNames: (options = {}) => {
        asked = options;
        return { workdir: '/w', current: 'b', prefixes: ['a', 'b'] };
      },
    };
    expect(await lago(['list'], { sdk })).toEqual({ code: 0, out: 'a\nb\n', err: '' });
    expect(asked.workdir).toBe(undefined);
    expect(JSON.parse((await lago(['list', '-f', 'json', 'x'], { sdk })).out)).toEqual(['a', 'b']);
    expect(asked.workdir).toBe('x');
    await lago(['list', '-w', 'y'], { sdk });
    expect(asked.workdir).toBe('y');
  });

  const environments: Partial<Sdk> = {
    listEnvironments: async () => [
      { uuid: 'u1', prefix: '/a', phase: 'created', owner: { kind: 'workdir' }, orphan: undefined },
      { uuid: 'u2', prefix: '/b', phase: 'created', owner: { kind: 'workdir' }, orphan: 'gone' },
    ],
  };

  it('prints the environments of the host', async () => {
    const { out } = await lago(['list', '--all'], { sdk: environments });
    expect(out).toBe(
      '[u1]:\n    phase: created\n    prefix: /a\n[u2]:\n    orphan: gone\n    phase: created\n    prefix: /b\n',
    );
  });

  it('prints them as a list for programs', async () => {
    const { out } = await lago(['list', '--all', '-f', 'json'], { sdk: environments });
    expect(JSON.parse(out)).toEqual([
      { uuid: 'u1', prefix: '/a', phase: 'created', orphan: null },
      { uuid: 'u2', prefix: '/b', phase: 'created', orphan: 'gone' },
    ]);
  });

  it('makes a prefix the current one', async () => {
    const calls: LoadOptions[] = [];
    const sdk: Partial<Sdk> = { setCurrentPrefix: async (options) => void calls.push(options) };
    expect((await lago(['set-current', 'b', '-w', 'w'], { sdk })).code).toBe(0);
    expect(calls).toEqual([expect.objectContaining({ workdir: 'w', prefixName: 'b' })]);
  });
});
