import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planInitFile, validateInitFile } from '../../../src/index.ts';
import { ovirtOvf, tar, tarGz, vmwareOvf } from '../../support/ova.ts';
import { file, startServer, status } from '../host/fixtures/http-server.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lago-ova-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const NETS = { lago: { dhcp: { start: 100, end: 254 } } };

/** Options for an init file with one domain, `vm0`, and others. */
function options(domain: object, others: object = {}) {
  const domains = { vm0: { type: 'ova', nics: [{ net: 'lago' }], ...domain }, ...others };
  writeFileSync(join(cwd, 'LagoInitFile'), JSON.stringify({ domains, nets: NETS }));
  const libvirtUrl = 'qemu+unix:///system?socket=/nonexistent';
  return { cwd, stateDir: join(cwd, 'state'), env: {}, libvirtUrl, acceleration: 'tcg' } as const;
}

async function plan(domain: object, others: object = {}) {
  const { plan: planned, warnings } = await planInitFile(options(domain, others));
  const vm = planned.domains.get('vm0');
  if (!vm) throw new Error('no domain vm0');
  return { vm, planned, codes: warnings.map(({ code }) => code) };
}

const IMAGES = () => join(cwd, '.lago/default/images');

describe('the plan of a domain from an OVA', () => {
  it('has its disks first, its memory and its processors, and nothing is written', async () => {
    writeFileSync(
      join(cwd, 'x.ova'),
      await tar(['vm.ovf', vmwareOvf({ files: ['ovf:href="a.vmdk"', 'ovf:href="b.vmdk"'] })]),
    );
    const own = { name: 'data', type: 'empty', size: '1G', dev: 'vda', format: 'qcow2' };
    const metadata = { provision: 'smbios', distro: 'el7', owner: 'me' };
    const { vm, codes } = await plan({ url: 'x.ova', disks: [own], metadata });
    expect(vm).toMatchObject({ memory: 256, vcpu: 1, distro: 'el7', provisioning: { kind: 'smbios' } });
    expect(vm.disks.map(({ name, dev, path }) => [name, dev, path])).toEqual([
      ['a', 'vdb', join(IMAGES(), 'vm0_a.qcow2')],
      ['b', 'vdc', join(IMAGES(), 'vm0_b.qcow2')],
      ['data', 'vda', join(IMAGES(), 'vm0_data.qcow2')],
    ]);
    expect(vm.disks[0]).toMatchObject({
      source: { kind: 'template-file', backingFile: join(IMAGES(), 'ova/0/disk0.qcow2'), backingFormat: 'qcow2' },
      metadata: { 'root-partition': '/dev/sda1', provision: 'smbios', distro: 'el7' },
    });
    expect(vm.spec).toMatchObject({ type: 'template', memory: 256, vcpu: 1, metadata });
    expect(codes).toEqual([]);
    expect(existsSync(join(cwd, '.lago'))).toBe(false);
  });

  it('keeps what the file says about memory and processors', async () => {
    writeFileSync(join(cwd, 'x.ova'), await tarGz(['vm.ovf', vmwareOvf()]));
    const { vm } = await plan({ url: `file://${cwd}/x.ova`, memory: 64, vcpu: 3 });
    expect(vm).toMatchObject({ memory: 64, vcpu: 3, provisioning: { kind: 'guestfs' } });
  });

  it('takes the defaults where neither says anything', async () => {
    writeFileSync(join(cwd, 'x.ova'), await tar(['vm.ovf', vmwareOvf({ items: '' })]));
    expect((await plan({ url: 'x.ova' })).vm).toMatchObject({ memory: 16_384, vcpu: 2 });
  });

  it('gives disks usable names of their own, and empty ones their size', async () => {
    const files = ['ovf:href="a b.vmdk"', 'ovf:href="data.vmdk"', 'ovf:href="x/data.img"'];
    const disks = [...files.map((_, index) => `ovf:fileRef="file${index}"`), 'ovf:capacity="1048576"'];
    writeFileSync(join(cwd, 'x.ova'), await tar(['vm.ovf', vmwareOvf({ files, disks })]));
    const own = { name: 'data', type: 'empty', size: '1G', dev: 'sda', format: 'qcow2' };
    const { vm } = await plan({ url: 'x.ova', disks: [own] });
    expect(vm.disks.map(({ name }) => name)).toEqual(['disk0', 'disk1', 'disk2', 'd3', 'data']);
    expect(vm.disks[3]?.source).toEqual({ kind: 'empty', size: 2 ** 20 });
  });

  it('shares images among the domains of one OVA', async () => {
    writeFileSync(join(cwd, 'x.ova'), await tar(['vm.ovf', ovirtOvf(['g/i'])]));
    const other = { type: 'ova', url: './x.ova', nics: [{ net: 'lago' }] };
    const { planned } = await plan({ url: 'x.ova' }, { vm1: other });
    const images = [...planned.domains.values()].map(({ disks }) => disks[0]);
    expect(images.map((disk) => disk?.source)).toEqual(Array(2).fill(images[0]?.source));
    expect(new Set(images.map((disk) => disk?.path)).size).toBe(2);
  });

  it('reads the beginning of a remote one', async () => {
    await using server = await startServer();
    server.on('/x.ova', file(await tar(['vm.ovf', vmwareOvf()], ['disk1.vmdk', Buffer.alloc(20 * 2 ** 20)])));
    const { vm, codes } = await plan({ url: `${server.url}/x.ova` });
    expect(vm.disks.map(({ name }) => name)).toEqual(['disk1']);
    expect(codes).toEqual([]);
  });

  it.each([
    ['whose description comes late', async () => tar(['images/i', Buffer.alloc(9 * 2 ** 20)], ['vm.ovf', vmwareOvf()])],
    ['that is compressed', async () => tarGz(['vm.ovf', vmwareOvf()])],
  ])('says that it does not know a remote one %s', async (_, archive) => {
    await using server = await startServer();
    server.on('/x.ova', file(await archive()));
    const { vm, codes } = await plan({ url: `${server.url}/x.ova` });
    expect(vm.disks).toEqual([]);
    expect(codes).toEqual(['OVA_NOT_READ']);
  });
});

describe('an OVA that cannot be planned', () => {
  it.each([
    ['missing', 'nowhere.ova', 'DISK_FILE_MISSING'],
    ['no archive', 'LagoInitFile', 'OVA_INVALID'],
    ['outside of the allowed places', '/etc/passwd', 'INIT_FILE_INVALID'],
  ])('is %s', async (_, url, code) => {
    await expect(plan({ url })).rejects.toMatchObject({ code });
  });

  it('is not on its server', async () => {
    await using server = await startServer();
    server.on('/x.ova', status(404));
    await expect(plan({ url: `${server.url}/x.ova` })).rejects.toMatchObject({ code: 'HTTP_STATUS' });
    // The port is ours, on another address: nobody else answers there.
    const away = server.url.replace('127.0.0.1', '127.0.0.77');
    await expect(plan({ url: `${away}/x.ova` })).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  });

  it('has problems at its place in the file', async () => {
    writeFileSync(join(cwd, 'x.ova'), await tar(['vm.ovf', vmwareOvf()]));
    await expect(plan({ url: 'x.ova', metadata: { provision: 'magic' } })).rejects.toMatchObject({
      problems: [{ code: 'BAD_PROVISION', position: { line: 1, column: expect.any(Number) } }],
    });
  });
});

it('validate reads no OVA, and says so with the place', async () => {
  const { warnings } = await validateInitFile(options({ url: 'https://nowhere.invalid/x.ova' }));
  expect(warnings).toMatchObject([{ code: 'OVA_NOT_READ', path: ['domains', 'vm0', 'url'], position: { line: 1 } }]);
});
