import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { lago, outcome, output, start, written } from './support.ts';

let box: Sandbox;
let prefix: string;

beforeAll(async () => {
  box = sandbox();
  prefix = join(box.common.cwd, '.lago', 'default');
  box.write('LagoInitFile', microFile(['web', 'db']));
  await output(box, ['init']);
  await output(box, ['start']);
});

afterAll(async () => {
  await output(box, ['destroy', '-y']);
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

async function state(vm: string): Promise<string> {
  return JSON.parse(await output(box, ['status', '-f', 'json'])).Prefix.VMs[vm].status;
}

const bootId = (vm: string) => output(box, ['shell', vm, 'cat /proc/sys/kernel/random/boot_id']);

it('reboots a machine, and comes back when it answers again', async () => {
  const before = { web: await bootId('web'), db: await bootId('db') };
  await output(box, ['reboot', 'web']);
  const after = { web: await bootId('web'), db: await bootId('db') };
  expect(after.web).not.toBe(before.web);
  expect(after.db).toBe(before.db);
});

it('shows what the console said, and goes on with --follow', async () => {
  const all = await output(box, ['logs', 'web']);
  expect(all).toContain('Linux version');
  expect((await output(box, ['logs', 'web', '-n', '3'])).trimEnd().split('\n')).toHaveLength(3);
  const following = start(box, ['logs', 'web', '-n', '1', '--follow']);
  const [attached, seen] = [written(following, 'stdout', ''), written(following, 'stdout', 'a line for the console')];
  await attached;
  await output(box, ['shell', 'web', 'echo a line for the console > /dev/console']);
  await seen;
  following.kill('SIGTERM');
  expect((await outcome(following)).code).toBe(0);
  expect(await output(box, ['logs'])).toContain('Start environment');
});

it('takes a screenshot', async () => {
  const path = await output(box, ['screenshot', 'web', 'screen.png']);
  expect(path).toBe(`${join(box.common.cwd, 'screen.png')}\n`);
  expect(readFileSync(path.trim()).subarray(1, 4).toString()).toBe('PNG');
  expect((await lago(box, ['screenshot', 'web', 'nowhere/screen.png'])).code).toBe(2);
});

it('prints a configuration for ssh', async () => {
  expect(await output(box, ['ssh-config'])).toMatch(/^Host web\n {2}HostName 192[\d.]+\n[\s\S]*^Host db$/m);
});

it('lets one machine power off by itself, and keeps the network that the other uses', async () => {
  await output(box, ['shell', 'web', 'echo kept > /root/kept']);
  await output(box, ['shutdown', 'web']);
  expect([await state('web'), await state('db')]).toEqual(['down', 'running']);
  expect(JSON.parse(await output(box, ['status', '-f', 'json'])).Prefix.Networks.lago.status).toBe('up');
  // What does not run is passed over.
  await output(box, ['shutdown', 'web']);
  expect((await lago(box, ['shutdown', 'nope'])).err).toContain('VMs: web, db.');
  expect((await lago(box, ['screenshot', 'web'])).err).toContain('VM web is not running');

  await output(box, ['start', 'web']);
  expect(await output(box, ['shell', 'web', 'cat /root/kept'])).toBe('kept\n');
});

it('says which machine does not shut down', async () => {
  // Nobody hears the power button any more, nor SSH, and init starts nothing again; the session may end with an error.
  await lago(box, ['shell', 'db', 'kill -TSTP 1; killall acpid dropbear']);
  const { code, err } = await lago(box, ['shutdown', 'db', '--timeout', '8']);
  expect(code).toBe(2);
  expect(err).toContain('VM db still runs 8 s after it was asked to shut down');
  expect(await state('db')).toBe('running');
  await output(box, ['stop', 'db']);
  expect(await state('db')).toBe('down');
});

it('D30: cleans up so that only destroy finds the prefix, until it is marked again', async () => {
  const { code, err } = await lago(box, ['cleanup']);
  expect(code).toBe(0);
  expect(err).toContain('Stop prefix');
  expect(existsSync(join(prefix, 'initialized'))).toBe(false);
  expect(existsSync(join(prefix, 'uuid'))).toBe(true);
  expect((await lago(box, ['status'])).code).toBe(2);

  writeFileSync(join(prefix, 'initialized'), '');
  expect(await state('web')).toBe('down');
  await output(box, ['start', 'web']);
  expect(await output(box, ['shell', 'web', 'cat /root/kept'])).toBe('kept\n');
});

it('D30: destroying a prefix from inside leaves a workdir that works', async () => {
  await output(box, ['init', '-P', 'second']);
  await output(box, ['set-current', 'second']);
  const second = join(box.common.cwd, '.lago', 'second');
  await output(box, ['destroy', '-y'], { cwd: second });
  expect(existsSync(second)).toBe(false);
  expect(await output(box, ['list'])).toBe('default\n');
  expect(await state('web')).toBe('running');

  // From inside a prefix, the workdir around it is meant.
  await output(box, ['init', '-P', 'third']);
  await output(box, ['set-current', 'third'], { cwd: prefix });
  expect(await output(box, ['status', '-f', 'flat'])).toContain('VMs/web/status: down\n');
  symlinkSync('.lago', join(box.common.cwd, 'linked'));
  await output(box, ['-w', 'linked', 'destroy', '-y']);
  expect(existsSync(join(box.common.cwd, '.lago', 'third'))).toBe(true);
  rmSync(join(box.common.cwd, 'linked'), { force: true });

  await output(box, ['init', '-P', 'fourth']);
  await output(box, ['destroy', '-y', '--all-prefixes'], { cwd: prefix });
  expect(existsSync(join(box.common.cwd, '.lago'))).toBe(false);
  await output(box, ['init']);
});
