import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';
import { makeJob, openStateDirectory, succeed } from './job.ts';
import { expectNothingLeft, leftovers } from './leftovers.ts';

const host = attachedHost();
const { ssh } = host;

beforeAll(async () => await openStateDirectory(ssh));

/** One VM that main waits for without end: there is nothing on its disk. */
const NEVER_UP = `
domains:
  vm0:
    memory: 256
    vcpu: 1
    bootstrap: false
    boot_time_sec: 36000
    nics: [{ net: lab }]
    disks: [{ type: file, name: root, dev: vda, format: raw, path: empty.raw }]
nets:
  lab: { type: nat, management: true, dhcp: { start: 100, end: 254 } }
`;

describe('a power cut while main is at work', () => {
  it('leaves what the pre of the next job finds and removes', async () => {
    const job = await makeJob(ssh, 'cut', NEVER_UP);
    await ssh.exec('runner', ['truncate', '--size=1M', `${job.workspace}/empty.raw`]);
    const main = succeed(job, { phase: 'main' });
    const ended = expect(main).rejects.toThrow();
    await domainRuns();
    // What reaches the disk on its own within half a minute does so now.
    await ssh.exec('root', ['sync']);
    await host.powerCut();
    await ended;
    await host.boot();
    expect(await leftovers(ssh)).not.toEqual([]);
    await succeed(await makeJob(ssh, 'next'), { phase: 'pre' });
    await expectNothingLeft(ssh);
  });
});

async function domainRuns(): Promise<void> {
  const list = ['virsh', '--quiet', '--connect', 'qemu:///system', 'list', '--name'];
  while (!/^[0-9a-f]{8}-vm0$/m.test(await ssh.exec('runner', list))) await sleep(200);
}
