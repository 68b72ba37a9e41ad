import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guestfsBuilder } from '../../../src/disks/provision/customize-builder.ts';
import { buildSeed } from '../../../src/disks/provision/seed.ts';
import { run } from '../../../src/host/exec.ts';
import { createEmpty, createOverlay } from '../../../src/host/qemu-img.ts';
import { openRepository } from '../../../src/templates/repository.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { domainPlan } from '../../unit/disks/domain-plan.ts';
import { buildRun, diskPlan } from '../../unit/disks/layers/support.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOsKbsNXXYFzDnSvDdbVHQrXwNZUSlT3YVaTKS6fG4Ls test';
const REPOSITORY = join(import.meta.dirname, '../../../.cache/templates/repo.json');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-provision-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('buildSeed', () => {
  const build = (file: string) => buildSeed({ file, domain: domainPlan({ rootPassword: 'geheim' }), publicKey: KEY });

  test('makes a volume that cloud-init finds, for its owner only', async () => {
    const file = join(directory, 'web_cloud-init.iso');
    await writeFile(file, 'old');
    await build(file);
    const image = await readFile(file);
    expect(image.toString('latin1', 32769, 32774)).toBe('CD001');
    expect(image.toString('latin1', 32808, 32840).trim()).toBe('cidata');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['web_cloud-init.iso']);
    const out = join(directory, 'out');
    await run('xorriso', ['-osirrox', 'on', '-indev', file, '-extract', '/', out]);
    expect((await readdir(out)).sort()).toEqual(['meta-data', 'network-config', 'user-data']);
    expect(await readFile(join(out, 'user-data'), 'utf8')).toContain(KEY);
    await run('chmod', ['-R', 'u+w', out]);
  });

  test('takes whichever program is there, and says which ones would do', async () => {
    const { PATH } = process.env;
    const xorriso = (await run('which', ['xorriso'])).stdout.trim();
    const tools = join(directory, 'bin');
    try {
      process.env.PATH = tools;
      await expect(build(join(directory, 'a.iso'))).rejects.toMatchObject({ code: 'TOOL_MISSING', exitCode: 2 });
      expect(await readdir(directory)).toEqual([]);
      process.env.PATH = [tools, PATH].join(delimiter);
      await mkdir(tools);
      await writeFile(join(tools, 'xorriso'), '#!/bin/sh\nexit 5\n', { mode: 0o755 });
      await expect(build(join(directory, 'a.iso'))).rejects.toMatchObject({ code: 'TOOL_FAILED' });
      process.env.PATH = tools;
      await rm(join(tools, 'xorriso'));
      await writeFile(join(tools, 'mkisofs'), `#!/bin/sh\nexec ${xorriso} -as mkisofs "$@"\n`, { mode: 0o755 });
      await build(join(directory, 'a.iso'));
    } finally {
      process.env.PATH = PATH;
    }
    expect((await readdir(directory)).sort()).toEqual(['a.iso', 'bin']);
  });
});

describe('prepare', () => {
  const prepare = (file: string, more = {}) => {
    const domain = domainPlan({ distro: 'debian12', ...more });
    const run = buildRun({ domain, disk: diskPlan({ path: file, name: 'root' }), file, publicKey: KEY });
    return guestfsBuilder.run([{ builder: 'prepare', options: {} }], run);
  };

  test('prepares a Debian guest: name, key, password, network, and nothing is left beside the disk', async () => {
    const cwd = join(directory, 'work');
    const repository = await openRepository(REPOSITORY, { storeDir: join(directory, 'store'), cwd });
    const version = await repository.resolve({ template: 'debian12-plain' });
    const backing = await new TemplateStore(join(directory, 'store')).ensure(version);
    const disk = join(directory, 'web_root.qcow2');
    await createOverlay(disk, { file: backing, format: 'qcow2' });
    await prepare(disk, { rootPassword: 'geheim' });
    expect((await readdir(directory)).sort()).toEqual(['store', 'web_root.qcow2']);
    expect((await stat(disk)).size).toBeLessThan(5_000_000);
    const files = [
      '/etc/hostname',
      '/root/.ssh/authorized_keys',
      '/etc/shadow',
      '/etc/systemd/network/05-lago-eth1.link',
      '/etc/network/interfaces.d/ifcfg-eth0.cfg',
    ];
    const out = join(directory, 'out');
    await mkdir(out);
    const env = { LIBGUESTFS_BACKEND: 'direct', LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' };
    await run('virt-copy-out', ['--format=qcow2', '-a', disk, ...files, out], { env });
    const read = (name: string) => readFile(join(out, name), 'utf8');
    expect((await read('hostname')).trim()).toBe('web');
    expect((await read('authorized_keys')).trim()).toBe(KEY);
    expect(await read('shadow')).toMatch(/^root:\$[^:]+:/m);
    expect(await read('05-lago-eth1.link')).toContain('MACAddress=54:52:C0:A8:C8:02');
    expect(await read('ifcfg-eth0.cfg')).toContain('iface eth0 inet dhcp');
  });

  test('a disk without a system is an error with its own output, and a hint', async () => {
    const disk = join(directory, 'empty.qcow2');
    await createEmpty(disk, 'qcow2', 2 ** 20);
    const attempt = prepare(disk, { rootPassword: 'geheim' });
    await expect(attempt).rejects.toMatchObject({
      code: 'GUESTFS_FAILED',
      exitCode: 1,
      hint: expect.stringContaining('bootstrap: false'),
    });
    await expect(attempt).rejects.toThrow(
      /virt-sysprep could not prepare the disk root of VM web.*: .*no operating systems/s,
    );
    expect(await readdir(directory)).toEqual(['empty.qcow2']);
  });
});
