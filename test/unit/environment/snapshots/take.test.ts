import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HostKeys } from '../../../../src/environment/host-keys.ts';
import { prefixPaths } from '../../../../src/environment/prefix.ts';
import type { Services } from '../../../../src/environment/services.ts';
import type { SnapshotParts } from '../../../../src/environment/snapshots/parts.ts';
import { recover } from '../../../../src/environment/snapshots/recover.ts';
import { removeSnapshot } from '../../../../src/environment/snapshots/remove.ts';
import { revertSnapshot } from '../../../../src/environment/snapshots/revert.ts';
import { SnapshotStore } from '../../../../src/environment/snapshots/store.ts';
import { takeSnapshot } from '../../../../src/environment/snapshots/take.ts';
import { createLogger } from '../../../../src/host/log.ts';
import { resolvePaths } from '../../../../src/host/paths.ts';
import { DEFAULT_POOL } from '../../../../src/network/pool.ts';
import type { DomainState } from '../../../../src/providers/provider.ts';
import { Providers } from '../../../../src/providers/providers.ts';
import type { SnapshotOperations } from '../../../../src/providers/snapshots.ts';
import { disk, domain, found, MGMT, planOf } from '../../../support/plan.ts';
import { FakeProvider } from '../../../support/provider.ts';

/** A provider whose machines can be saved; what it is told, it remembers. */
class SavingProvider extends FakeProvider {
  state: DomainState = 'running';
  open: readonly string[] | undefined;
  readonly snapshots: SnapshotOperations;

  constructor(name: string) {
    super(name);
    const note = (what: string) => async () => void this.calls.push(what);
    this.snapshots = {
      suspend: note('suspend'),
      resume: async () => this.calls.push('resume') > 0,
      save: note('save'),
      memoryProblem: async () => undefined,
      restore: note('restore'),
      images: async () => (this.open ? new Map([['vda', this.open]]) : undefined),
      commit: note('commit'),
      pull: note('pull'),
      setClock: async () => true,
      settle: note('settle'),
    };
  }

  override async states() {
    return new Map([['web', this.state]]);
  }
}

function setUp(provider: FakeProvider) {
  const root = mkdtempSync(join(tmpdir(), 'lago-snapshots-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const paths = prefixPaths(root);
  for (const directory of [paths.virt, paths.images]) mkdirSync(directory);
  const plan = planOf(
    { domains: { web: domain(['mgmt'], { disks: [disk()] }) }, nets: { mgmt: MGMT } },
    { prefix: root, imagesDir: paths.images },
  );
  const parts: SnapshotParts = {
    plan,
    store: new SnapshotStore(paths),
    imagesDir: paths.images,
    providers: new Providers(new Map([['local-libvirt', () => provider]]), { libvirtUrl: 'test:///default' }),
    hostKeys: new HostKeys(paths, () => plan.domains.values()),
    forwarding: {
      start: async () => provider.calls.push('start forwarder') > 0,
      stop: async () => void provider.calls.push('stop forwarder'),
    },
  };
  const log = createLogger();
  const services: Services = {
    paths: resolvePaths({ stateDir: root }, {}),
    subnetPool: () => DEFAULT_POOL,
    log,
    providers: () => parts.providers,
  };
  return { parts, services, file: join(paths.virt, 'snapshots.json'), images: paths.images };
}

describe('a snapshot', () => {
  it('of a provider that has none is refused with its name', async () => {
    const { parts, services, file } = setUp(new FakeProvider('local-libvirt'));
    await expect(takeSnapshot('x', {}, parts, services)).rejects.toMatchObject({
      code: 'OPERATION_UNSUPPORTED',
      message: 'VM web: the provider local-libvirt cannot take or revert to snapshots',
    });
    expect(existsSync(file)).toBe(false);
  });

  it('of a machine that neither runs nor is down is refused with its state', async () => {
    const provider = new SavingProvider('local-libvirt');
    provider.state = 'begin shut down';
    const { parts, services, file } = setUp(provider);
    await expect(takeSnapshot('x', {}, parts, services)).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_NOW' });
    expect(existsSync(file)).toBe(false);
  });

  it('of a disk that is written in place is refused', async () => {
    const { parts, services, file } = setUp(new SavingProvider('local-libvirt'));
    const web = found(parts.plan.domains.get('web'));
    const disks = web.disks.map((entry) => ({ ...entry, path: '/srv/data.img' }));
    const plan = { ...parts.plan, domains: new Map([['web', { ...web, disks }]]) };
    await expect(takeSnapshot('x', {}, { ...parts, plan }, services)).rejects.toMatchObject({
      code: 'SNAPSHOT_UNSUPPORTED',
      message: expect.stringContaining('/srv/data.img'),
    });
    expect(existsSync(file)).toBe(false);
  });
});

describe('a snapshot of a machine that is down', () => {
  function stopped() {
    const provider = new SavingProvider('local-libvirt');
    provider.state = 'down';
    const { parts, services, images } = setUp(provider);
    const web = found(parts.plan.domains.get('web'));
    const nvram = join(images, 'web_nvram.fd');
    const plan = {
      ...parts.plan,
      domains: new Map([['web', { ...web, firmware: { kind: 'efi' as const, nvram } }]]),
    };
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(images, 'web_root.qcow2'), '1M']);
    return { parts: { ...parts, plan }, services, images, nvram };
  }

  it('keeps the variables of its firmware, and brings them back', async () => {
    const { parts, services, images, nvram } = stopped();
    writeFileSync(nvram, 'first');
    await takeSnapshot('x', {}, parts, services);
    writeFileSync(nvram, 'second');
    expect(await revertSnapshot('x', undefined, parts, services)).toEqual([]);
    expect(readFileSync(nvram, 'utf8')).toBe('first');
    await removeSnapshot('x', undefined, parts, services);
    expect(readdirSync(images).sort()).toEqual(['web_nvram.fd', 'web_root.qcow2']);
  });

  it('is refused as long as they are missing', async () => {
    const { parts, services, images, nvram } = stopped();
    writeFileSync(nvram, 'first');
    await takeSnapshot('x', {}, parts, services);
    for (const name of readdirSync(images)) if (name.endsWith('.variables')) rmSync(join(images, name));
    await expect(revertSnapshot('x', undefined, parts, services)).rejects.toMatchObject({
      code: 'SNAPSHOT_INCOMPLETE',
      message: expect.stringContaining('firmware variables'),
    });
  });

  it('leaves variables alone that were not there yet', async () => {
    const { parts, services, nvram } = stopped();
    await takeSnapshot('x', {}, parts, services);
    writeFileSync(nvram, 'later');
    await revertSnapshot('x', undefined, parts, services);
    expect(readFileSync(nvram, 'utf8')).toBe('later');
  });
});

describe('a snapshot that was cut off', () => {
  const overlay = (images: string) => join(images, 'web_root.1.qcow2');

  async function cutOff(state: 'running' | 'paused' | 'stopped', open: 'old' | 'new' | 'none', made: boolean) {
    const provider = new SavingProvider('local-libvirt');
    const { parts, services, images } = setUp(provider);
    const old = found(found(parts.plan.domains.get('web')).disks[0]).path;
    if (made) writeFileSync(overlay(images), '');
    if (open !== 'none') provider.open = [open === 'old' ? old : overlay(images), '/store'];
    const vms = [{ vm: 'web', state, files: [], overlays: [{ disk: 'root', path: overlay(images) }] }];
    await parts.store.write({ ...parts.store.read(), pending: { kind: 'take', name: 'x', vms } }, parts.plan);
    await recover(parts, services);
    const { heads, pending } = parts.store.read();
    return {
      heads: heads.map(({ path }) => path),
      pending,
      calls: provider.calls,
      there: existsSync(overlay(images)),
      images,
    };
  }

  it('is forgotten, with its image, where the machine still has the old one', async () => {
    const { heads, pending, calls, there } = await cutOff('running', 'old', true);
    expect({ heads, pending, there, calls }).toEqual({
      heads: [],
      pending: undefined,
      there: false,
      calls: ['settle', 'resume'],
    });
  });

  it('leaves the machine in the new image when it has moved on', async () => {
    const { heads, there, calls, images } = await cutOff('running', 'new', true);
    expect({ heads, there, calls }).toEqual({ heads: [overlay(images)], there: true, calls: ['settle', 'resume'] });
  });

  it('keeps an image that a machine which is down now may have written to', async () => {
    const { heads, there, images } = await cutOff('running', 'none', true);
    expect({ heads, there }).toEqual({ heads: [overlay(images)], there: true });
  });

  it('removes the image of a machine that was down all the time', async () => {
    expect(await cutOff('stopped', 'none', true)).toMatchObject({ heads: [], there: false, calls: ['settle'] });
  });

  it('leaves a machine halted that was halted before', async () => {
    expect(await cutOff('paused', 'new', true)).toMatchObject({ there: true, calls: ['settle'] });
  });

  it('does not mind when nothing was made yet', async () => {
    expect(await cutOff('running', 'none', false)).toMatchObject({ heads: [], there: false });
  });
});
