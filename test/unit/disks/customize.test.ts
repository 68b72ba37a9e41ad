import { expect, it } from 'vitest';
import { customizeArgs, runBuild } from '../../../src/disks/provision/customize.ts';

it('writes options of virt-customize as Lago does: in order, lists repeated, nothing as a bare flag', () => {
  const options = { install: ['vim', 'tmux'], timezone: 'UTC', update: '', x: 1, run: [], 'ssh-inject': '' };
  expect(customizeArgs(options, '/key.pub')).toEqual([
    ...['--install', 'vim', '--install', 'tmux', '--timezone', 'UTC', '--update', '-x', '1', '--run'],
    ...['--ssh-inject', 'root:file:/key.pub'],
  ]);
  expect(customizeArgs({ 'ssh-inject': 'bob:string:x' }, '/key.pub')).toEqual(['--ssh-inject', 'bob:string:x']);
});

it('names a builder that there is not', async () => {
  const options = { vm: 'web', disk: '/d', acceleration: 'kvm' as const, publicKeyFile: '/key.pub', roots: ['/work'] };
  await expect(runBuild([{ builder: 'packer', options: {} }], options)).rejects.toMatchObject({
    code: 'BUILDER_UNKNOWN',
    message: 'VM web: there is no builder packer',
  });
});

it.each([
  [{ upload: '/etc/shadow:/root/x' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ run: ['/work/ok', '/etc/passwd'] }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'ssh-inject': 'root:file:/root/.ssh/id_rsa.pub' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ 'root-password': 'file:/etc/machine-id' }, 'DISK_PATH_NOT_ALLOWED'],
  [{ add: '/dev/sda' }, 'BUILD_OPTION_REFUSED'],
  [{ '-a': '/dev/sda' }, 'BUILD_OPTION_REFUSED'],
  // Abbreviations, which the program would take.
  [{ uploa: '/etc/shadow:/x' }, 'BUILD_OPTION_REFUSED'],
  [{ ad: '/dev/sda' }, 'BUILD_OPTION_REFUSED'],
  // These run code on the host, or read files that their value does not name.
  [{ edit: '/etc/x:system("id")' }, 'BUILD_OPTION_REFUSED'],
  [{ 'commands-from-file': '/work/ok' }, 'BUILD_OPTION_REFUSED'],
  [{ __proto__: 1, constructor: 1 }, 'BUILD_OPTION_REFUSED'],
])('refuses %j, which would reach outside the allowed places', async (options, code) => {
  const context = { vm: 'web', disk: '/d', acceleration: 'kvm' as const, publicKeyFile: '/key.pub', roots: ['/work'] };
  await expect(runBuild([{ builder: 'virt-customize', options }], context)).rejects.toMatchObject({
    code,
    exitCode: 2,
  });
});
