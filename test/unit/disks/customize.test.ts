import { homedir } from 'node:os';
import { expect, it } from 'vitest';
import { Builders } from '../../../src/disks/layers/builders.ts';
import { checkCustomize, customizeArgs } from '../../../src/disks/provision/customize.ts';
import { guestfsBuilder } from '../../../src/disks/provision/customize-builder.ts';
import { buildRun, customize } from './layers/support.ts';

it('writes options of virt-customize in order, lists repeated, each with its value in one word', () => {
  const options = { install: ['vim', 'tmux'], timezone: 'UTC', update: '', x: true, m: 512, 'ssh-inject': '' };
  expect(customizeArgs(options, '/key.pub')).toEqual([
    ...['--install=vim', '--install=tmux', '--timezone=UTC', '--update', '-x', '--memsize=512'],
    '--ssh-inject=root:file:/key.pub',
  ]);
  expect(customizeArgs({ 'ssh-inject': 'bob:string:x' }, '/key.pub')).toEqual(['--ssh-inject=bob:string:x']);
  expect(customizeArgs({ write: '/a:--edit' }, '/key.pub')).toEqual(['--write=/a:--edit']);
});

it('finds a builder by its name with dashes or underscores, and names one that there is not', () => {
  const builders = new Builders([guestfsBuilder]);
  expect(builders.of({ builder: 'virt_customize' })).toBe(guestfsBuilder);
  expect(() => builders.of({ builder: 'packer' })).toThrow(
    expect.objectContaining({ code: 'BUILDER_UNKNOWN', message: 'there is no builder packer' }),
  );
});

it.each([
  [{ upload: '/etc/shadow:/root/x' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ run: ['/work/ok', '/etc/passwd'] }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'ssh-inject': 'root:file:/root/.ssh/id_rsa.pub' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'root-password': 'file:/etc/machine-id' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'root-password': 'locked:lock:file:/etc/machine-id' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ password: 'bob:locked:file:/etc/machine-id' }, 'DISK_PATH_NOT_ALLOWED'],
  // The program parts at the first colon.
  [{ upload: '/etc/shadow:/../../work/x:/root/x' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'copy-in': '/etc/ssh:/../../work/x:/root' }, 'DISK_PATH_NOT_ALLOWED'],
  // A user alone: the program takes a key of the user who runs it.
  [{ 'ssh-inject': 'root' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'ssh-inject': 'root:' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'ssh-inject': ['bob:string:KEY', ''] }, 'DISK_PATH_NOT_ALLOWED'],
  [{ add: '/dev/sda' }, 'BUILD_OPTION_REFUSED'],
  [{ '-a': '/dev/sda' }, 'BUILD_OPTION_REFUSED'],
  // Abbreviations, which the program would take.
  [{ uploa: '/etc/shadow:/x' }, 'BUILD_OPTION_REFUSED'],
  [{ ad: '/dev/sda' }, 'BUILD_OPTION_REFUSED'],
  // These run code on the host, or read files that their value does not name.
  [{ edit: '/etc/x:system("id")' }, 'BUILD_OPTION_REFUSED'],
  [{ 'commands-from-file': '/work/ok' }, 'BUILD_OPTION_REFUSED'],
  [{ __proto__: 1, constructor: 1 }, 'BUILD_OPTION_REFUSED'],
  // An option that takes no value would leave it to be an option of its own.
  [{ v: '--upload=/etc/shadow:/x' }, 'BUILD_OPTION_REFUSED'],
  [{ update: ['', '--edit=/etc/hosts:system(1)'] }, 'BUILD_OPTION_REFUSED'],
  [{ network: 1 }, 'BUILD_OPTION_REFUSED'],
  // One that lacks its value would take the next option for it.
  [{ hostname: '', 'run-command': '--upload=/etc/shadow:/x' }, 'BUILD_OPTION_REFUSED'],
  [{ run: [] }, 'BUILD_OPTION_REFUSED'],
  [{ install: ['vim', ''] }, 'BUILD_OPTION_REFUSED'],
])('refuses %j, which would reach outside the allowed places', async (options, code) => {
  await expect(checkCustomize(options, { what: 'entry 1', cwd: '/', roots: ['/work'] })).rejects.toMatchObject({
    code,
    exitCode: 2,
  });
});

it("takes the user's own key where the init file may", async () => {
  const rules = { what: 'entry 1', cwd: '/' };
  await checkCustomize({ 'ssh-inject': ['root', 'bob:string:KEY'] }, { ...rules, roots: ['/'] });
  await checkCustomize({ 'ssh-inject': 'root' }, { ...rules, roots: [homedir()] });
  const said = 'entry 1: `ssh-inject` with a user alone takes the key of whoever builds:';
  await expect(checkCustomize({ 'ssh-inject': 'root' }, { ...rules, roots: ['/work'] })).rejects.toThrow(said);
});

it('says which entry of which VM it refuses', async () => {
  const step = { ...customize({ add: '/dev/sda' }, 3), place: 'LagoInitFile:9' };
  await expect(guestfsBuilder.check(step, buildRun())).rejects.toThrow(
    'build entry 3 (LagoInitFile:9) of VM web: the option "add" of virt-customize cannot be used in `build`',
  );
});

it.each([
  [
    { update: '--edit=/x:1' },
    'the option "update" of virt-customize takes no value, but has "--edit=/x:1"',
    'update: true',
  ],
  [{ hostname: null }, 'the option "hostname" of virt-customize needs a value, and has none', 'Give it one'],
])('%j: says what is wrong with the value, and what to write', async (options, message, hint) => {
  await expect(checkCustomize(options, { what: 'entry 1', cwd: '/', roots: ['/'] })).rejects.toMatchObject({
    message: `entry 1: ${message}`,
    hint: expect.stringContaining(hint),
  });
});
