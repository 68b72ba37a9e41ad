import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkGuestfs, type GuestfsHost } from '../../../src/environment/doctor-guestfs.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lago-guestfs-'));
  for (const name of ['boot/vmlinuz-6.1', 'lib/modules/6.1/modules.dep', 'usr/lib64/guestfs/supermin.d/base'])
    put(name);
  mkdirSync(join(root, 'var/tmp'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function put(name: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), '');
}

const GOOD = ['virt-customize', 'supermin', 'qemu-system-x86_64', 'dhclient'];

const check = async (more: Partial<GuestfsHost> = {}, programs: readonly string[] = GOOD) =>
  checkGuestfs({
    env: {},
    find: (name) => (programs.includes(name) ? `/usr/bin/${name}` : undefined),
    root,
    isRoot: false,
    ...more,
  });

describe('libguestfs', () => {
  it('is fine where its appliance has all that it takes', async () => {
    expect(await check()).toEqual([{ name: 'libguestfs', status: 'ok', detail: expect.any(String) }]);
  });

  it('is not looked at where it is not installed', async () => {
    rmSync(join(root, 'boot'), { recursive: true });
    expect(await check({}, ['supermin'])).toEqual([]);
  });

  it.each([
    ['no kernel', () => rmSync(join(root, 'boot/vmlinuz-6.1')), /no kernel/],
    ['no modules', () => rmSync(join(root, 'lib/modules/6.1'), { recursive: true }), /no modules for/],
    ['no appliance', () => rmSync(join(root, 'usr/lib64/guestfs'), { recursive: true }), /supermin\.d/],
    ['no place for the appliance', () => writeFileSync(join(root, 'var/file'), ''), undefined],
  ])('explains: %s', async (_, spoil, expected) => {
    spoil();
    const env = expected === undefined ? { LIBGUESTFS_CACHEDIR: join(root, 'var/file') } : {};
    const findings = await check({ env });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ status: 'warning', fix: expect.any(String) });
    expect(findings[0]?.detail).toMatch(expected ?? /cannot write to/);
  });

  it('tells how to open a kernel that only root may read', async () => {
    expect(await check({ canRead: () => false })).toMatchObject([
      { fix: expect.stringContaining('sudo chmod 0644'), repair: [['chmod', '0644', join(root, 'boot/vmlinuz-6.1')]] },
    ]);
  });

  it.each([
    ['supermin', /supermin is not installed/],
    ['qemu-system-x86_64', /QEMU/],
    ['dhclient', /DHCP client/],
  ])('misses %s', async (program, expected) => {
    const findings = await check(
      {},
      GOOD.filter((name) => name !== program),
    );
    expect(findings.map(({ detail }) => detail)).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    [{ LIBGUESTFS_BACKEND: 'libvirt' }, /depends on libvirt/],
    [{ LIBGUESTFS_HV: '/opt/qemu' }, /no program/],
  ])('doubts what the user has set: %o', async (env, expected) => {
    expect((await check({ env })).map(({ detail }) => detail)).toEqual([expect.stringMatching(expected)]);
  });

  it('believes in an appliance and a kernel of the user', async () => {
    rmSync(join(root, 'boot'), { recursive: true });
    rmSync(join(root, 'usr'), { recursive: true });
    expect(await check({ env: { LIBGUESTFS_PATH: '/opt/appliance' } })).toMatchObject([{ status: 'ok' }]);
  });

  it('warns of passt where that is known to fail', async () => {
    const withPasst = [...GOOD, 'passt'];
    expect(await check({}, withPasst)).toMatchObject([{ status: 'ok' }]);
    expect(await check({ isRoot: true }, withPasst)).toMatchObject([{ detail: expect.stringContaining('passt') }]);
    put('etc/apparmor.d/usr.bin.passt');
    expect(await check({}, withPasst)).toMatchObject([{ detail: expect.stringContaining('AppArmor') }]);
  });
});
