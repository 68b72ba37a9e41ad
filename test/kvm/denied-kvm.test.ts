import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';
import { failMain, makeJob, openStateDirectory, succeed } from './job.ts';
import { expectNothingLeft } from './leftovers.ts';

const { ssh } = attachedHost();

beforeAll(async () => {
  await openStateDirectory(ssh);
  await ssh.exec('root', ['chmod', '000', '/dev/kvm']);
});

afterAll(async () => await ssh.exec('root', ['chmod', '660', '/dev/kvm']));

describe('the action on a host whose /dev/kvm may not be opened', () => {
  it('refuses to emulate when KVM is demanded, and says what to do', async () => {
    const job = await makeJob(ssh, 'denied');
    const errors = await failMain(job, { acceleration: 'kvm' });
    expect(errors).toEqual([expect.stringMatching(/acceleration: kvm.*\/dev\/kvm.*udev rule/s)]);
    expect(errors[0]).toContain('group kvm');
    await succeed(job, { phase: 'post' });
    await expectNothingLeft(ssh);
  });

  it('emulates with one warning when it may choose', async () => {
    const job = await makeJob(ssh, 'denied');
    const main = await succeed(job, { phase: 'main', inputs: { acceleration: 'auto' } });
    const warnings = main.commands.filter(({ name }) => name === 'warning').map(({ message }) => message);
    expect(warnings).toEqual([expect.stringMatching(/emulat.*\/dev\/kvm/s)]);
    const xml = await ssh.script('runner', 'virsh -c qemu:///system dumpxml "$(virsh -qc qemu:///system list --name)"');
    expect(xml).toContain("<domain type='qemu'");
    await succeed(job, { phase: 'post' });
    await expectNothingLeft(ssh);
  });
});
