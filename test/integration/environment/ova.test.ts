import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type InitOptions, init } from '../../../src/index.ts';
import { ovirtOvf, tar, tarGz, vmwareOvf } from '../../support/ova.ts';
import { type Sandbox, sandbox, testTemplates } from '../../support/sandbox.ts';
import { file, startServer, type TestServer } from '../../unit/host/fixtures/http-server.ts';

/** Image of the template `micro`. */
function microImage(): string {
  const { sources, templates } = JSON.parse(readFileSync(testTemplates(), 'utf8'));
  const [version] = Object.values<{ readonly handle: string }>(templates.micro.versions);
  return resolve(dirname(testTemplates()), sources.local.args.root, version?.handle ?? '');
}

let box: Sandbox;
let options: InitOptions;
/** Images in the formats of OVAs: the system, and a small disk beside it. */
let images: { readonly vmdk: Buffer; readonly raw: Buffer; readonly qcow2: Buffer; readonly layer: Buffer };

beforeAll(() => {
  box = sandbox();
  options = { ...box.options, acceleration: 'tcg' };
  const directory = mkdtempSync(join(box.root, 'images-'));
  const make = (name: string, ...args: string[]): Buffer => {
    execFileSync('qemu-img', [...args, join(directory, name)]);
    return readFileSync(join(directory, name));
  };
  const convert = (...args: string[]) => ['convert', '-f', 'qcow2', ...args, microImage()];
  images = {
    vmdk: make('system.vmdk', ...convert('-O', 'vmdk', '-o', 'subformat=streamOptimized')),
    qcow2: make('system.qcow2', ...convert('-O', 'qcow2', '-c')),
    raw: Buffer.concat([Buffer.from('data of a raw disk'), Buffer.alloc(2 ** 20)]),
    layer: make('layer.qcow2', 'create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', microImage()),
  };
  rmSync(directory, { recursive: true });
});

afterAll(() => box.remove());

const NETS = { lago: { dhcp: { start: 100, end: 254 }, management: true } };
const OVA = { type: 'ova', nics: [{ net: 'lago' }], metadata: { provision: 'smbios' } };

function initFile(domains: object): string {
  return box.write('LagoInitFile', JSON.stringify({ domains, nets: NETS }));
}

describe('machines out of OVAs', () => {
  let server: TestServer;
  let env: Environment;

  beforeAll(async () => {
    const { vmdk, qcow2, raw } = images;
    server = await startServer();
    const files = ['ovf:href="system.vmdk"', 'ovf:href="data.img"'];
    const archive = await tarGz(
      ['vm.ovf', vmwareOvf({ files })],
      ['vm.mf', 'SHA1'],
      ['system.vmdk', vmdk],
      ['data.img', raw],
    );
    server.on('/vmware.ova', file(archive));
    const image = 'group/image';
    writeFileSync(
      join(box.common.cwd, 'ovirt.ova'),
      await tar([`images/${image}`, qcow2], [`images/${image}.meta`, 'x'], ['master/vms/id/id.ovf', ovirtOvf([image])]),
    );
    initFile({
      vmware: { ...OVA, url: `${server.url}/vmware.ova` },
      ovirt: { ...OVA, url: 'ovirt.ova', vcpu: 1 },
      again: { ...OVA, url: './ovirt.ova', vcpu: 1, memory: 200 },
    });
    env = await init(options);
    await env.start({ vms: ['vmware', 'ovirt'] });
  });

  afterAll(async () => {
    await env?.destroy();
    await server?.close();
    expect(box.leftovers()).toEqual([]);
  });

  it.each(['vmware', 'ovirt'])('boot and can be entered: %s', async (name) => {
    expect((await env.vm(name).ssh(['hostname'])).code).toBe(0);
  });

  it('have the memory and the processors of their OVA, unless the file says otherwise', () => {
    const found = [...env.plan.domains.values()].map(({ memory, vcpu }) => [memory, vcpu]);
    expect(found).toEqual([
      [256, 1],
      [256, 1],
      [200, 1],
    ]);
  });

  it('have all disks of their OVA, with their content', async () => {
    const { out } = await env.vm('vmware').ssh('head -c 18 /dev/vdb');
    expect(out).toBe('data of a raw disk');
  });

  it('lie over images that are made once, and nothing else is kept', () => {
    const directory = join(env.paths.images, 'ova');
    const kept = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
    expect(kept).toEqual(['0', '0/disk0.qcow2', '0/disk1.qcow2', '1', '1/disk0.qcow2']);
    const backing = ['ovirt', 'again'].map((name) => {
      const image = join(env.paths.images, `${name}_image.qcow2`);
      return JSON.parse(execFileSync('qemu-img', ['info', '-U', '--output=json', image]).toString())[
        'backing-filename'
      ];
    });
    expect(backing).toEqual(Array(2).fill(join(directory, '1/disk0.qcow2')));
  });
});

describe('an OVA that cannot be imported leaves nothing behind', () => {
  const vmdkLayer = () => {
    const head = Buffer.alloc(64 * 1024);
    head.write('KDMV');
    head.writeBigUInt64LE(2048n, 12);
    head.write('parentFileNameHint="/etc/shadow"', 512);
    return head;
  };

  it.each([
    ['no image', () => tar(['vm.ovf', vmwareOvf()]), 'the image of its disk "disk1", "disk1.vmdk", is not in it'],
    [
      'a layer as qcow2',
      () => tar(['vm.ovf', vmwareOvf()], ['disk1.vmdk', images.layer]),
      'its image "disk1" needs another file',
    ],
    [
      'a layer as VMDK',
      () => tar(['vm.ovf', vmwareOvf()], ['disk1.vmdk', vmdkLayer()]),
      'its image "disk1" is a layer over another one',
    ],
    [
      'a VMDK in several files',
      () => tar(['vm.ovf', vmwareOvf()], ['disk1.vmdk', '# Disk DescriptorFile\nRW 1 FLAT "/etc/shadow" 0']),
      'its image "disk1" is a VMDK in several files; VMDK of one file, qcow2 and raw are supported',
    ],
    [
      'a qcow2 image cut short',
      () => tar(['vm.ovf', vmwareOvf()], ['disk1.vmdk', images.qcow2.subarray(0, 300_000)]),
      /^its image "disk1" is damaged: /,
    ],
    [
      'one image for two disks',
      () =>
        tar(
          ['vm.ovf', vmwareOvf({ disks: ['ovf:fileRef="file0"', 'ovf:fileRef="file0"'] })],
          ['disk1.vmdk', images.raw],
        ),
      'two of its disks have the same image',
    ],
    [
      'an end in the middle',
      async () => (await tar(['vm.ovf', vmwareOvf()], ['disk1.vmdk', images.raw])).subarray(0, 500_000),
      /^it is not a usable tar archive: /,
    ],
  ])('%s', async (_, archive, reason) => {
    writeFileSync(join(box.common.cwd, 'bad.ova'), await archive());
    initFile({ vm0: { ...OVA, url: 'bad.ova' } });
    const error: unknown = await init(options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'OVA_INVALID', exitCode: 2 });
    const message = (error instanceof Error ? error.message : '').replace(/^the OVA \S+ cannot be imported: /, '');
    if (typeof reason === 'string') expect(message).toBe(reason);
    else expect(message).toMatch(reason);
    expect(box.leftovers()).toEqual([]);
  });

  it('a broken VMDK, in the words of qemu-img', async () => {
    writeFileSync(
      join(box.common.cwd, 'bad.ova'),
      await tar(['vm.ovf', vmwareOvf()], ['disk1.vmdk', images.vmdk.subarray(0, 100_000)]),
    );
    initFile({ vm0: { ...OVA, url: 'bad.ova' } });
    await expect(init(options)).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(box.leftovers()).toEqual([]);
  });

  it('a place that is not allowed, behind a link', async () => {
    execFileSync('ln', ['-sf', '/etc/passwd', join(box.common.cwd, 'link.ova')]);
    initFile({ vm0: { ...OVA, url: 'link.ova' } });
    await expect(init(options)).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
    expect(box.leftovers()).toEqual([]);
  });

  it('an import that is cancelled', async () => {
    await using server = await startServer();
    const abort = new AbortController();
    server.on('/x.ova', (_, response) => {
      response.writeHead(200, { 'content-length': 10_000_000 });
      response.write(Buffer.alloc(1000), () => abort.abort());
    });
    initFile({ vm0: { ...OVA, url: `${server.url}/x.ova` } });
    await expect(init({ ...options, signal: abort.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(box.leftovers()).toEqual([]);
  });
});
