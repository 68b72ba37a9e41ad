import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLogger } from '../../../src/host/log.ts';
import { LibvirtSnapshots } from '../../../src/providers/libvirt/snapshots.ts';
import { tagOf, Virsh } from '../../../src/providers/libvirt/virsh.ts';
import { fakeVirsh } from '../../support/fake-virsh.ts';
import { domain, found, MGMT, planOf } from '../../support/plan.ts';

const log = createLogger();
const plan = planOf({ domains: { web: domain(['lan']) }, nets: { lan: MGMT } });
const web = found(plan.domains.get('web'));
const snapshots = new LibvirtSnapshots(new Virsh('test:///default'));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-snapshots-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  // Ends what a test that failed has left.
  writeFileSync(join(directory, 'cancelled'), '');
  rmSync(directory, { recursive: true });
});

/** A libvirt that has begun with the job only when it is asked to stop it for the second time. */
const SLOW_TO_BEGIN = `
case $1 in
  snapshot-create|blockcommit|blockpull)
    touch "$dir/called"
    while [ ! -e "$dir/cancelled" ]; do sleep 0.05; done
    echo 'error: operation aborted' >&2; exit 1 ;;
  domjobabort|blockjob)
    if mkdir "$dir/asked"; then echo 'error: no job is active' >&2; exit 1; fi
    touch "$dir/cancelled" ;;
esac`;

describe('a job that is cancelled before libvirt has begun with it', () => {
  const disk = { dev: 'vda', top: '/top', base: '/base' };
  it.each([
    ['save', (context) => snapshots.save(web, { memory: '/m', disks: [] }, plan, context)],
    ['commit', (context) => snapshots.commit(web, disk, context)],
    ['pull', (context) => snapshots.pull(web, disk, context)],
  ] satisfies [
    string,
    (context: { log: typeof log; signal: AbortSignal }) => Promise<void>,
  ][])('%s', async (_, job) => {
    fakeVirsh(directory, SLOW_TO_BEGIN);
    const controller = new AbortController();
    const done = job({ log, signal: controller.signal });
    done.catch(() => undefined);
    await vi.waitUntil(() => existsSync(join(directory, 'called')), { timeout: 60_000 });
    controller.abort();
    await expect(done).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('what waits for a killed process', () => {
  const cancelled = { log, signal: AbortSignal.abort() };

  it('its calls of virsh: says that it was cancelled', async () => {
    const call = spawn('sh', ['-c', 'read line; :', `lago-xml-${tagOf(plan)}-x`], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    call.stdin.on('error', () => undefined);
    onTestFinished(() => void call.kill());
    await once(call, 'spawn');
    const settled = new Virsh('test:///default').settle(tagOf(plan), cancelled);
    await expect(settled).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
