import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { LAGO, lago, outcome, output, sandboxEnvironment, start, written } from './support.ts';

let box: Sandbox;
let cwd: string;

/** Two machines on the management network; the second has another network to itself. */
function twoMachines(): string {
  const file = JSON.parse(
    microFile(['web', 'my-db'], { artifacts: ['/etc/hostname', '/nope'], groups: ['all-of-us'] }),
  );
  file.domains['my-db'].nics = [{ net: 'lago' }, { net: 'data' }];
  file.nets.data = { type: 'nat', dhcp: { start: 100, end: 254 } };
  return JSON.stringify(file);
}

beforeAll(async () => {
  box = sandbox();
  cwd = box.common.cwd;
  box.write('LagoInitFile', twoMachines());
  await output(box, ['init']);
});

afterAll(async () => {
  await output(box, ['destroy', '-y']);
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

async function states(): Promise<Record<string, string>> {
  const { Networks, VMs } = JSON.parse(await output(box, ['status', '-f', 'json'])).Prefix;
  return Object.fromEntries(Object.entries({ ...Networks, ...VMs }).map(([name, entry]) => [name, statusOf(entry)]));
}

function statusOf(entry: unknown): string {
  return typeof entry === 'object' && entry !== null && 'status' in entry ? String(entry.status) : '';
}

it('starts machines one by one, with the networks that they use', async () => {
  await output(box, ['stop']);
  const unknown = await lago(box, ['start', 'nope']);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('web, my-db');

  const { code, out, err } = await lago(box, ['start', 'web']);
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toMatch(/^@ Start environment:\n[\s\S]*@ Start environment: Success \(in .*\)\n$/);
  expect(await states()).toEqual({ lago: 'up', data: 'down', web: 'running', 'my-db': 'down' });

  const down = await lago(box, ['shell', 'my-db', 'true']);
  expect(down.code).toBe(2);
  expect(down.err).toContain('lago: error: VM my-db is not running (state: down) [VM_NOT_RUNNING]\n');

  await output(box, ['start', '--no-wait', 'my-db']);
  await output(box, ['start']);
  expect(await states()).toEqual({ lago: 'up', data: 'up', web: 'running', 'my-db': 'running' });
  expect(await output(box, ['status', '-f', 'flat'])).toContain('VMs/web/status: running\n');
});

describe('lago shell', () => {
  it.each([
    [['web', 'hostname'], 0, 'web\n'],
    [['db', 'hostname'], 0, 'my-db\n'],
    [['web', 'echo', 'two', 'words'], 0, 'two words\n'],
    [['web', '-c', 'echo out; exit 7'], 7, 'out\n'],
    [['web', 'echo first\necho second\n'], 0, 'first\nsecond\n'],
    [['web', 'echo kept > /tmp/redirected; cat /tmp/redirected'], 0, 'kept\n'],
    [['web', 'kill -9 $$'], 137, ''],
    [['web', 'nonexistent-program'], 127, ''],
  ])('%j', async (argv, code, out) => {
    expect(await lago(box, ['shell', ...argv])).toMatchObject({ code, out });
  });

  it('keeps output and errors of the guest apart', async () => {
    const result = await lago(box, ['-l', 'error', 'shell', 'web', 'echo out; echo err >&2']);
    expect(result).toEqual({ code: 0, out: 'out\n', err: 'err\n' });
  });

  it('passes standard input on, and runs a shell on it without a command', async () => {
    expect(await output(box, ['shell', 'web', 'cat'], { stdin: 'from here\n' })).toBe('from here\n');
    const shell = await lago(box, ['shell', 'web'], { stdin: 'echo piped\nexit 4\n' });
    expect(shell).toMatchObject({ code: 4, out: expect.stringContaining('piped\n') });
  });

  it('runs a local script', async () => {
    box.write('test.sh', 'echo "in $(hostname)"\nexit 3\n');
    expect(await lago(box, ['shell', 'web', 'test.sh'])).toMatchObject({ code: 3, out: 'in web\n' });
  });

  it('lists the machines when there is none of that name', async () => {
    const { code, err } = await lago(box, ['shell', 'nope', 'true']);
    expect(code).toBe(2);
    expect(err).toContain('lago: hint: VMs: web, my-db.\n');
  });

  it('prints what the guest said after everything else', async () => {
    const [program, main] = LAGO;
    const args = [
      '-c',
      '"$@" 2>&1',
      'sh',
      program,
      main,
      '-l',
      'debug',
      '--logdepth',
      '-1',
      'shell',
      'web',
      'hostname',
    ];
    const child = spawn('sh', args, { cwd, env: sandboxEnvironment(box) });
    expect((await text(child.stdout)).trimEnd().split('\n').at(-1)).toBe('web');
  });

  it('is a terminal for a terminal', async () => {
    const [program, main] = LAGO;
    const command = `stty rows 45 cols 123; '${program}' '${main}' shell web`;
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd,
      env: sandboxEnvironment(box),
    });
    child.stdin.on('error', () => undefined).write('tty && stty size; exit 5\n');
    const { code, out } = await outcome(child);
    expect(out).toMatch(/^\/dev\/pts\/\d+\r?$/m);
    expect(out).toMatch(/^45 123\r?$/m);
    expect(code).toBe(5);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends by %s', async (signal, exitCode) => {
    const child = start(box, ['shell', 'web', 'echo begun; exec sleep 600']);
    const ended = outcome(child);
    await written(child, 'stdout', 'begun');
    child.kill(signal);
    const { code, err } = await ended;
    expect(code).toBe(exitCode);
    expect(err).toContain(`lago: error: interrupted by ${signal}\n`);
  });
});

describe('copying', () => {
  it('copies a file both ways, relative to where one stands', async () => {
    box.write('here.txt', 'content\n');
    await output(box, ['copy-to-vm', 'web', 'here.txt', '/root/there.txt']);
    mkdirSync(join(cwd, 'elsewhere'), { recursive: true });
    await output(box, ['copy-from-vm', 'web', '/root/there.txt', 'back.txt'], { cwd: join(cwd, 'elsewhere') });
    expect(readFileSync(join(cwd, 'elsewhere/back.txt'), 'utf8')).toBe('content\n');
  });

  it('copies directories with all that is in them', async () => {
    mkdirSync(join(cwd, 'tree/sub'), { recursive: true });
    box.write('tree/sub/file', 'deep\n');
    await output(box, ['shell', 'web', 'rm', '-rf', '/root/copied']);
    rmSync(join(cwd, 'returned'), { recursive: true, force: true });
    await output(box, ['copy-to-vm', 'web', 'tree', '/root/copied']);
    await output(box, ['copy-from-vm', 'web', '/root/copied', 'returned']);
    expect(readFileSync(join(cwd, 'returned/sub/file'), 'utf8')).toBe('deep\n');
  });

  it.each([
    [['copy-from-vm', 'web', '/nope', 'x'], 1, '/nope does not exist'],
    [['copy-to-vm', 'web', 'nope', '/root'], 2, 'nope'],
    [['copy-to-vm', 'db', 'here.txt', '/root'], 2, 'there is no VM db'],
  ])('refuses %j', async (argv, code, message) => {
    const result = await lago(box, argv);
    expect(result.code).toBe(code);
    expect(result.err).toContain(message);
    expect(existsSync(join(cwd, 'x'))).toBe(false);
  });
});

describe('lago collect', () => {
  it('takes what is there, and keeps the last collection', async () => {
    const rotated = () => readdirSync(cwd).filter((name) => /^artifacts\.\d{4}-\d\d-\d\d_\d\d:\d\d:\d\d$/.test(name));
    await output(box, ['collect', '--output', 'artifacts']);
    const before = rotated().length;
    expect(readFileSync(join(cwd, 'artifacts/web/_etc_hostname'), 'utf8')).toBe('web\n');
    await output(box, ['collect', '--output', 'artifacts']);
    expect(readFileSync(join(cwd, 'artifacts/my-db/_etc_hostname'), 'utf8')).toBe('my-db\n');
    expect(rotated()).toHaveLength(before + 1);
  });

  it('takes no more from a machine than it may', async () => {
    const { code, err } = await lago(box, ['collect', '--output', 'small', '--max-size', '4']);
    expect(code).toBe(0);
    // The names and a line break: `web` just fits.
    expect(readFileSync(join(cwd, 'small/web/_etc_hostname'), 'utf8')).toBe('web\n');
    expect(readdirSync(join(cwd, 'small/my-db'))).toEqual([]);
    expect(err).toMatch(/^\s*warning: VM my-db: \/etc\/hostname: .*more than 4 bytes/m);
  });

  it('fails for what is missing when told so', async () => {
    const { code, err } = await lago(box, ['collect', '--no-skip', '--output', 'strictly']);
    expect(code).toBe(1);
    expect(err).toMatch(/^lago: error: artifacts are missing: .*web: \/nope/m);
  });
});

it('prints an Ansible inventory', async () => {
  const lines = (await output(box, ['ansible_hosts', '--keys', 'vm-type'])).split('\n');
  expect(lines).toContain('[all-of-us]');
  expect(lines).toContain('[vm-type=default]');
  expect(lines.filter((line) => line.startsWith('web '))[0]).toContain(
    ` ansible_ssh_private_key_file=${join(cwd, '.lago/default')}/`,
  );
});

it('stops machines one by one, and networks with their last user', async () => {
  await output(box, ['start']);
  await output(box, ['stop', 'my-db']);
  expect(await states()).toEqual({ lago: 'up', data: 'down', web: 'running', 'my-db': 'down' });
  const { code, err } = await lago(box, ['stop', 'nope', 'web', 'neither']);
  expect(code).toBe(2);
  expect(err).toMatch(/nope.*neither/);
  expect((await states()).web).toBe('running');
  await output(box, ['stop']);
  expect(await states()).toEqual({ lago: 'down', data: 'down', web: 'down', 'my-db': 'down' });
  await output(box, ['stop']);
});

it('undoes a start that is interrupted, and keeps a trace of it', async () => {
  await output(box, ['stop']);
  const child = start(box, ['start']);
  const ended = outcome(child);
  await written(child, 'stderr', 'Wait for SSH');
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect(code).toBe(130);
  expect(err).toMatch(/lago: error: interrupted by SIGINT\n$/);
  expect(await states()).toEqual({ lago: 'down', data: 'down', web: 'down', 'my-db': 'down' });
  expect(readFileSync(join(cwd, '.lago/default/logs/lago.log'), 'utf8')).toMatch(/CancelledError[\s\S]*\.ts:\d+/);
});
