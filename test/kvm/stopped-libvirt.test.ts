import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';
import { failMain, makeJob, openStateDirectory, succeed } from './job.ts';
import { expectNothingLeft } from './leftovers.ts';

const { ssh } = attachedHost();

/** A socket that stays open would start the service again. */
const UNITS = ['libvirtd.socket', 'libvirtd-ro.socket', 'libvirtd-admin.socket', 'libvirtd.service'];

beforeAll(async () => {
  await openStateDirectory(ssh);
  await ssh.exec('root', ['systemctl', 'stop', ...UNITS]);
});

afterAll(async () => await ssh.exec('root', ['systemctl', 'start', ...UNITS]));

describe('the action on a host whose libvirt is stopped', () => {
  it('says that libvirt does not answer and how to start it, and leaves nothing', async () => {
    const job = await makeJob(ssh, 'stopped');
    expect(await failMain(job)).toEqual([expect.stringMatching(/qemu:\/\/\/system.*systemctl start libvirtd/s)]);
    await succeed(job, { phase: 'post' });
    await ssh.exec('root', ['systemctl', 'start', ...UNITS]);
    await expectNothingLeft(ssh);
  });
});
