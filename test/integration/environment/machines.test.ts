import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeUser, settleGuest } from '../../../src/environment/settle.ts';
import type { GuestConnection } from '../../../src/guest/connection.ts';
import { type CommandStatus, exec } from '../../../src/guest/exec.ts';
import { type Environment, init, loadEnv } from '../../../src/index.ts';
import { found } from '../../support/plan.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { bootableDisc, DISC_MESSAGE, efiDisk } from './support/boot-media.ts';

const root = (more: object = {}) => ({
  name: 'root',
  type: 'template',
  template_name: 'micro',
  dev: 'vda',
  format: 'qcow2',
  ...more,
});

/** Somebody who is neither root nor QEMU's user. */
const OWNER = 4321;

let box: Sandbox;
let env: Environment;
beforeAll(async () => {
  box = sandbox();
  const place = (name: string) => join(box.common.cwd, name);
  bootableDisc(place('disc.iso'));
  efiDisk(place('efi.raw'));
  for (const name of ['kept.raw', 'spared.raw']) {
    writeFileSync(place(name), Buffer.alloc(2 ** 20));
    chownSync(place(name), OWNER, OWNER);
  }
  for (const name of ['project', 'results']) mkdirSync(place(name));
  writeFileSync(place('project/file'), 'of the host');
  const file = JSON.parse(microFile(['odd', 'efi', 'modern', 'arm']));
  Object.assign(file.domains.odd, {
    boot: ['cdrom', 'root'],
    graphics: 'vnc',
    disks: [
      root({ dev: 'sda', resize: '1G' }),
      { name: 'disc', type: 'file', path: 'disc.iso', dev: 'hdc', format: 'iso' },
      { name: 'kept', type: 'file', path: 'kept.raw', in_place: true, dev: 'vda', format: 'raw' },
      { name: 'spared', type: 'file', path: 'spared.raw', dev: 'vdb', format: 'raw', resize: '2M' },
      { name: 'big', type: 'empty', size: 3, dev: 'vdc', format: 'qcow2' },
    ],
  });
  Object.assign(file.domains.efi, {
    firmware: 'efi',
    tpm: true,
    boot: ['sata', 'efi'],
    disks: [
      root(),
      { name: 'efi', type: 'file', path: 'efi.raw', dev: 'vdb', format: 'raw' },
      { name: 'sata', type: 'empty', size: '8M', dev: 'sdb', bus: 'sata', format: 'raw' },
    ],
  });
  Object.assign(file.domains.modern, {
    memory: '512MiB',
    machine: 'q35',
    'ssh-user': 'tester',
    'root-password': 'geheim',
    disks: [root({ template_name: 'debian12' })],
    shares: [
      { source: 'project' },
      { source: 'results', target: '/srv/the results', type: 'virtiofs', readonly: false },
    ],
  });
  Object.assign(file.domains.arm, { arch: 'aarch64', bootstrap: false, disks: [] });
  box.write('LagoInitFile', JSON.stringify(file));
  env = await init(box.options);
  await env.start({ vms: ['odd', 'efi', 'modern'] });
});
afterAll(async () => {
  await env?.destroy();
  box.remove();
});

const inGuest = async (vm: string, command: string) => (await env.vm(vm).ssh(command)).out.trim();
const sizeOf = async (vm: string, device: string) => Number(await inGuest(vm, `cat /sys/block/${device}/size`)) * 512;
const virsh = (...args: string[]) =>
  execFileSync('virsh', ['-q', '-c', 'qemu:///system', ...args], { encoding: 'utf8' }).trim();

describe('an old machine with odd disks', () => {
  it('boots from its CD-ROM first, then from the disk that comes next', () => {
    expect(readFileSync(join(env.paths.logs, 'odd-serial.log'), 'latin1')).toContain(DISC_MESSAGE);
  });

  it('has the sizes of the file, a bare number being GB', async () => {
    expect(await sizeOf('odd', 'sda')).toBe(2 ** 30);
    expect(await sizeOf('odd', 'vdb')).toBe(2 * 2 ** 20);
    expect(await sizeOf('odd', 'vdc')).toBe(3 * 2 ** 30);
  });

  it('writes into the file that is used in place, and not into the others (D7)', async () => {
    await env.vm('odd').ssh('printf inplace > /dev/vda; printf layered > /dev/vdb; sync', { timeout: 300 });
    const kept = readFileSync(join(box.common.cwd, 'kept.raw'));
    expect(kept.subarray(0, 7).toString()).toBe('inplace');
    expect(readFileSync(join(box.common.cwd, 'spared.raw')).subarray(0, 7)).toEqual(Buffer.alloc(7));
  });

  it('leaves files that it only reads to their owners, templates too', () => {
    expect(statSync(join(box.common.cwd, 'spared.raw')).uid).toBe(OWNER);
    const store = join(box.common.stateDir, 'store');
    const images = readdirSync(store).filter((name) => /:micro:[^.]+$/.test(name));
    expect(images.map((name) => statSync(join(store, name)).uid)).toEqual([0]);
  });

  it('has a screen for this host only', () => {
    expect(virsh('vncdisplay', env.plan.domains.get('odd')?.libvirtName ?? '')).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});

describe('a machine with EFI and TPM', () => {
  it('was booted by its firmware, on a machine that suits it', async () => {
    expect(await inGuest('efi', 'ls -d /sys/firmware/efi')).toBe('/sys/firmware/efi');
    expect(await inGuest('efi', 'cat /sys/class/dmi/id/product_name')).toContain('Q35');
    expect(await inGuest('efi', 'ls /sys/firmware/acpi/tables')).toContain('TPM2');
  });

  it('looked for a system on its SATA disk first', () => {
    expect(readFileSync(join(env.paths.logs, 'efi-serial.log'), 'latin1')).toMatch(/Sata\(0x1,/);
  });

  it('keeps its variables beside its disks', () => {
    expect(readdirSync(join(env.prefix, 'images'))).toContain('efi_nvram.fd');
  });
});

describe('a machine of today', () => {
  const asRoot = async (work: (root: GuestConnection) => Promise<CommandStatus>) => {
    const root = env.vm('modern').connectionAs('root');
    try {
      return (await work(root)).out.trim();
    } finally {
      await root.close();
    }
  };

  it('is entered by a user who was not there, and has the name and the password of the file', async () => {
    expect(await inGuest('modern', 'id -un; hostname')).toBe('tester\nmodern');
    const [hash = ''] = await asRoot((root) => exec(root, 'awk -F: \'$1 == "root" { print $2 }\' /etc/shadow')).then(
      (text) => text.split('\n'),
    );
    expect(hash).toMatch(/^\$/);
  });

  it('gives such a user sudo where there is sudo', async () => {
    const domain = { ...found(env.plan.domains.get('modern')), sshUser: 'sec.ond' };
    await asRoot(async (root) => {
      await exec(root, 'mkdir -p /etc/sudoers.d');
      await makeUser(root, domain, 'ssh-ed25519 AAAA test', {});
      return exec(root, 'true');
    });
    const look =
      'stat -c "%a %U" /etc/sudoers.d/90-lago-sec_ond ~sec.ond/.ssh ~sec.ond/.ssh/*; cat /etc/sudoers.d/90-lago-sec_ond';
    expect(await asRoot((root) => exec(root, look))).toBe(
      '440 root\n700 sec.ond\n600 sec.ond\nsec.ond ALL=(ALL) NOPASSWD:ALL',
    );
  });

  it('has a directory of the host mounted by virtiofs, to read and to write', async () => {
    writeFileSync(join(box.common.cwd, 'results/here'), 'of the host');
    expect(await inGuest('modern', 'cat "/srv/the results/here"')).toBe('of the host');
    await asRoot((root) => exec(root, 'echo of the guest > "/srv/the results/there"'));
    expect(readFileSync(join(box.common.cwd, 'results/there'), 'utf8')).toBe('of the guest\n');
  });

  it('has a device for what is shared by 9p, which its kernel does not know', async () => {
    expect((await inGuest('modern', 'cat /sys/bus/virtio/devices/*/device')).split('\n')).toContain('0x0009');
    const share = { source: '/x', tag: 'share0', target: '/srv/project', type: '9p', readonly: true } as const;
    const domain = { ...found(env.plan.domains.get('modern')), shares: [share] };
    const settle = asRoot(async (root) => {
      await settleGuest(root, 'root', domain, box.common);
      return exec(root, 'true');
    });
    await expect(settle).rejects.toMatchObject({
      code: 'SHARE_MOUNT_FAILED',
      message: expect.stringContaining("unknown filesystem type '9p'"),
    });
  });
});

describe('a machine of another architecture', () => {
  it('is emulated, with firmware of its own', async () => {
    await env.start({ vms: ['arm'], wait: false });
    expect(await env.vm('arm').state()).toBe('running');
    // What only its firmware can have said: it runs.
    const said = () => readFileSync(join(env.paths.logs, 'arm-serial.log'), 'latin1');
    await expect.poll(said, { timeout: 240_000, interval: 500 }).toContain('UEFI');
    await env.stop(['arm']);
    expect(existsSync(join(env.prefix, 'images/arm_nvram.fd'))).toBe(true);
  });
});

it('survives a stop and a start by another process', async () => {
  await env.stop(['odd']);
  await using other = await loadEnv(box.common);
  await other.start({ vms: ['odd'] });
  expect((await other.vm('odd').ssh('head -c 7 /dev/vda; head -c 7 /dev/vdb')).out).toBe('inplacelayered');
});

it('leaves nothing: no firmware variables, no TPM, no mounts, and the files of the user as they were', async () => {
  const uuid = env.plan.domains.get('efi')?.uuid ?? '';
  await env.stop(['efi']);
  expect(readdirSync('/var/lib/libvirt/swtpm')).toContain(uuid);
  await env.destroy();
  expect(readdirSync('/var/lib/libvirt/swtpm')).not.toContain(uuid);
  expect(readdirSync('/var/lib/libvirt/qemu/nvram')).toEqual([]);
  expect(libvirtTraces(env.uuid)).toEqual([]);
  expect(box.leftovers()).toEqual([]);
  expect(readdirSync(box.common.cwd).sort()).toEqual([
    'LagoInitFile',
    'disc.iso',
    'efi.raw',
    'kept.raw',
    'project',
    'results',
    'spared.raw',
  ]);
  for (const name of ['kept.raw', 'spared.raw']) expect(statSync(join(box.common.cwd, name)).uid).toBe(OWNER);
});
