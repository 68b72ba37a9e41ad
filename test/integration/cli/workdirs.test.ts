import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { expectNothingLeft, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { LAGO, lago, outcome, output, sandboxEnvironment, written } from './support.ts';

let box: Sandbox;
let cwd: string;

beforeEach(() => {
  box = sandbox();
  cwd = box.common.cwd;
});
afterEach(async () => {
  await expectNothingLeft(box);
  box.remove();
});

const current = (workdir: string) => readlinkSync(join(workdir, 'current'));

describe('lago init', () => {
  it('takes one argument for the init file', async () => {
    box.write('MyEnv', microFile(['vm0']));
    expect(await output(box, ['init', 'MyEnv'])).toBe('');
    expect(current(join(cwd, '.lago'))).toBe('default');
    await output(box, ['destroy', '--yes']);
  });

  it('takes two arguments for workdir and init file', async () => {
    box.write('MyEnv', microFile(['vm0']));
    await output(box, ['init', 'deep/er', 'MyEnv', '--skip-bootstrap']);
    expect(existsSync(join(cwd, 'deep/er/default/initialized'))).toBe(true);
    expect(await output(box, ['-w', 'deep/er', 'list'])).toBe('default\n');
    await output(box, ['destroy', '-y', '-w', 'deep/er']);
    expect(existsSync(join(cwd, 'deep'))).toBe(false);
  });

  it('refuses a name that is taken, and leaves it as it is', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    await output(box, ['init']);
    const before = await output(box, ['status', '-f', 'json']);
    const { code, out, err } = await lago(box, ['init']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(
      `lago: error: there is an environment at ${join(cwd, '.lago/default')} already [PREFIX_EXISTS]\n`,
    );
    expect(await output(box, ['status', '-f', 'json'])).toBe(before);
    await output(box, ['destroy', '-y']);
  });

  it.each([
    ['nothing there', undefined, 'LagoInitFile'],
    ['broken YAML', 'domains: [\n', 'LagoInitFile:2:1'],
    ['an unknown template', microFile(['vm0']).replace('micro', 'mcro'), 'did you mean `micro`'],
    ['an unknown network', microFile(['vm0'], { nics: [{ net: 'lagoo' }] }), 'did you mean `lago`'],
  ])('refuses %s in one go, and leaves nothing', async (_name, content, expected) => {
    if (content !== undefined) box.write('LagoInitFile', content);
    const { code, out, err } = await lago(box, ['init']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(expected);
    expect(err).toMatch(/^lago: error: /m);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('names the place of a mistake, with its line', async () => {
    box.write('LagoInitFile', 'nets:\n  lago: {}\ndomains:\n  vm0:\n    memroy: 64\n    nics: [{net: lago}]\n');
    const { code, err } = await lago(box, ['init']);
    expect(code).toBe(2);
    expect(err).toContain(`${join(cwd, 'LagoInitFile')}:5:5: error: domains.vm0.memroy`);
    expect(err).toContain('  5 |     memroy: 64\n    |     ^\n');
  });
});

describe('a workdir with several prefixes', () => {
  beforeEach(async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    await output(box, ['init']);
    await output(box, ['init', '--prefix-name', 'second']);
  });

  it('addresses them in all the ways of Lago', async () => {
    const workdir = join(cwd, '.lago');
    const first = await output(box, ['status']);
    expect(first).toContain(`Base directory: ${join(workdir, 'default')}\n`);
    const second = await output(box, ['--prefix-name', 'second', 'status']);
    expect(second).toContain(`Base directory: ${join(workdir, 'second')}\n`);

    // By workdir, its option shortened, from elsewhere; by the job's variable.
    const elsewhere = { cwd: box.root };
    expect(await output(box, ['--workdir', workdir, 'status'], elsewhere)).toBe(first);
    expect(await output(box, ['status', '-w', cwd, '-P', 'second'], elsewhere)).toBe(second);
    expect(await output(box, ['status'], { ...elsewhere, env: { LAGO_WORKDIR: workdir } })).toBe(first);

    // By the path of the prefix, deprecated; from inside of it, and from below its workdir.
    const deprecated = await lago(box, ['--prefix-path', join(workdir, 'second'), 'status'], elsewhere);
    expect(deprecated.out).toBe(second);
    expect(deprecated.err).toContain('--prefix-path is deprecated');
    expect(await output(box, ['status'], { cwd: join(workdir, 'second') })).toBe(second);
    mkdirSync(join(cwd, 'a/b'), { recursive: true });
    expect(await output(box, ['status'], { cwd: join(cwd, 'a/b') })).toBe(first);

    // What Lago exports to scripts is no configuration.
    const exported = { LAGO_PREFIX_PATH: join(workdir, 'second'), LAGO_WORKDIR_PATH: '/nonexistent' };
    expect(await output(box, ['status'], { env: exported })).toBe(first);
    await output(box, ['destroy', '--all-prefixes', '--yes']);
  });

  it('lists them and keeps track of the current one', async () => {
    const workdir = join(cwd, '.lago');
    expect(await output(box, ['list'])).toBe('default\nsecond\n');
    expect(current(workdir)).toBe('default');
    await output(box, ['set-current', 'second']);
    expect(current(workdir)).toBe('second');
    await output(box, ['init', '-P', 'third', '--set-current']);
    expect(current(workdir)).toBe('third');
    expect(JSON.parse(await output(box, ['list', workdir, '-f', 'json'], { cwd: box.root }))).toEqual([
      'default',
      'second',
      'third',
    ]);

    const unknown = await lago(box, ['set-current', 'fourth']);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('hint: Prefixes there: default, second, third.');
    expect(current(workdir)).toBe('third');

    await output(box, ['destroy', '-y']);
    expect(current(workdir)).toBe('default');
    expect(await output(box, ['list'])).toBe('default\nsecond\n');
    await output(box, ['destroy', '--all-prefixes', '-y']);
    expect(existsSync(workdir)).toBe(false);
  });

  it('destroys from inside only the prefix one is in', async () => {
    const workdir = join(cwd, '.lago');
    await output(box, ['destroy', '-y'], { cwd: join(workdir, 'default') });
    expect(existsSync(join(workdir, 'default'))).toBe(false);
    expect(await output(box, ['status'])).toContain(`Base directory: ${join(workdir, 'second')}\n`);
    await output(box, ['destroy', '-y'], { cwd: join(workdir, 'second') });
    expect(existsSync(workdir)).toBe(false);
  });

  it('means the prefix one is in with the file that generate-config prints, too', async () => {
    const [first, second] = [join(cwd, '.lago/default'), join(cwd, '.lago/second')];
    mkdirSync(join(cwd, '.config/lago'), { recursive: true });
    box.write('.config/lago/lago.conf', await output(box, ['generate-config']));
    expect(await output(box, ['config', '--show-origin'])).toContain('lago.prefix_name = current (/');
    expect(await output(box, ['status'], { cwd: second })).toContain(`Base directory: ${second}\n`);
    await output(box, ['destroy', '-y'], { cwd: second });
    expect(await output(box, ['list'])).toBe('default\n');
    await output(box, ['destroy', '-y'], { cwd: first });
  });

  it('says so, and destroys nothing, where another state directory has the records', async () => {
    const elsewhere = { env: { LAGO_STATE_DIR: join(box.root, 'other') } };
    for (const argv of [
      ['destroy', '-y'],
      ['destroy', '-y', '--all-prefixes'],
    ]) {
      const { code, err } = await lago(box, argv, elsewhere);
      expect(code).toBe(2);
      expect(err).toMatch(/^lago: error: the environment at .*default has no owner record in .*\[ENVIRONMENT_GONE\]$/m);
      expect(err).not.toContain('Success');
    }
    expect(await output(box, ['list'])).toBe('default\nsecond\n');
    await output(box, ['destroy', '--all-prefixes', '-y']);
  });

  it('takes only the link away when the workdir is one', async () => {
    const link = join(box.root, 'link');
    symlinkSync(join(cwd, '.lago'), link);
    expect(await output(box, ['status', '-w', link, '-f', 'json'])).toContain('"UUID"');
    await output(box, ['destroy', '-y', '-w', link]);
    expect(lstatSync(link, { throwIfNoEntry: false })).toBe(undefined);
    expect(await output(box, ['list'])).toBe('default\nsecond\n');
    await output(box, ['destroy', '--all-prefixes', '-y']);
  });

  it.each([
    ['n\n', 0, 'default\nsecond\n'],
    ['\x03', 130, 'default\nsecond\n'],
    ['y\n', 0, 'second\n'],
  ])('asks on a terminal: %j', async (typed, exitCode, left) => {
    const [program, main] = LAGO;
    const command = ['--quiet', '--return', '--command', `'${program}' '${main}' destroy`, '/dev/null'];
    const child = spawn('script', command, { cwd, env: sandboxEnvironment(box) });
    const ended = outcome(child);
    await written(child, 'stdout', `Do you really want to destroy ${join(cwd, '.lago/default')}? [Yn] `);
    child.stdin.on('error', () => undefined).write(typed);
    const { code } = await ended;
    expect(code).toBe(exitCode);
    expect(await output(box, ['list'])).toBe(left);
    await output(box, ['destroy', '--all-prefixes', '-y']);
  });

  it('destroys nothing without a confirmation', async () => {
    const { code, err } = await lago(box, ['destroy'], { stdin: 'y\n' });
    expect(code).toBe(2);
    expect(err).toContain('lago: hint: Add --yes.');
    expect(await output(box, ['list'])).toBe('default\nsecond\n');
    await output(box, ['destroy', '--all-prefixes', '-y']);
  });
});

it('prints the status of what is down in every format', async () => {
  const bridged = { nics: [{ net: 'lago' }, { net: 'br' }] };
  const file = JSON.parse(microFile(['vm0'], bridged));
  file.nets.br = { type: 'bridge' };
  box.write('LagoInitFile', JSON.stringify(file));
  await output(box, ['init']);
  const prefix = join(cwd, '.lago/default');
  const json = JSON.parse(await output(box, ['-f', 'json', 'status']));
  const { UUID: uuid, Networks: nets } = json.Prefix;
  const gateway = nets.lago.gateway;
  expect(uuid).toMatch(/^[0-9a-f]{32}$/);
  expect(json).toEqual({
    Prefix: {
      'Base directory': prefix,
      UUID: uuid,
      Networks: {
        lago: { gateway: expect.stringMatching(/^192\.168\.\d+\.1$/), management: true, status: 'down' },
        br: { gateway: null, management: false, status: 'down' },
      },
      VMs: {
        vm0: {
          distro: 'micro',
          'root password': null,
          status: 'down',
          snapshots: '',
          metadata: {},
          NICs: {
            eth0: { network: 'lago', ip: gateway.replace(/1$/, '2') },
            eth1: { network: 'br', ip: 'N/A' },
          },
        },
      },
    },
  });
  expect(parse(await output(box, ['--out-format', 'yaml', 'status']), { version: '1.1' })).toEqual(json);
  expect(await output(box, ['status'])).toBe(`[Prefix]:
    Base directory: ${prefix}
    [Networks]:
        [br]:
            management: False
            status: down
        [lago]:
            gateway: ${gateway}
            management: True
            status: down
    UUID: ${uuid}
    [VMs]:
        [vm0]:
            [NICs]:
                [eth0]:
                    ip: ${gateway.replace(/1$/, '2')}
                    network: lago
                [eth1]:
                    ip: N/A
                    network: br
            distro: micro
            status: down
`);
  expect(await output(box, ['status', '-f', 'flat'])).not.toContain('status: up');
  await output(box, ['destroy', '-y']);
});

it.each([
  ['status'],
  ['start'],
  ['stop'],
  ['destroy', '-y'],
  ['shell', 'vm0'],
  ['list'],
  ['collect', '--output', 'o'],
])('says where it looked when there is no workdir: %s', async (...argv) => {
  const { code, out, err } = await lago(box, argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(
    `lago: error: no Lago workdir at ${cwd}, in its .lago or in a directory above it [WORKDIR_NOT_FOUND]\n`,
  );
  expect(err).toContain('lago: hint: Create one with `lago init`');
});
