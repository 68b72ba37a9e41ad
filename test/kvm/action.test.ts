import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhaseResult } from '../support/runner.ts';
import { attachedHost } from './attached-host.ts';
import { type Job, makeJob, openStateDirectory, succeed } from './job.ts';
import { expectNothingLeft } from './leftovers.ts';

const { ssh } = attachedHost();

describe('the action on a host with KVM', () => {
  let job: Job;
  let main: PhaseResult;
  let isOver = false;

  beforeAll(async () => {
    await openStateDirectory(ssh);
    job = await makeJob(ssh, 'kvm');
    await succeed(job, { phase: 'pre' });
    main = await succeed(job, { phase: 'main', inputs: { acceleration: 'kvm' } });
  });

  afterAll(async () => {
    if (!isOver) await succeed(job, { phase: 'post' });
  });

  it('runs the domain under KVM with the CPU of the host', async () => {
    const virsh = ['virsh', '--quiet', '--connect', 'qemu:///system'];
    const [domain = ''] = (await ssh.exec('runner', [...virsh, 'list', '--name'])).split('\n');
    const xml = await ssh.exec('runner', [...virsh, 'dumpxml', domain]);
    expect(xml).toContain("<domain type='kvm'");
    expect(xml).toContain("mode='host-passthrough'");
    expect(main.commands.filter(({ name }) => name === 'warning')).toEqual([]);
  });

  it('gives outputs with which later steps reach the machine', async () => {
    const ips: unknown = JSON.parse(main.outputs.ips ?? '');
    expect(ips).toEqual({ vm0: expect.stringMatching(/^192\.168\.2\d\d\.2$/) });
    const config = main.outputs['ssh-config'] ?? '';
    expect(await ssh.exec('runner', ['ssh', '-F', config, 'vm0', 'hostname'])).toBe('vm0\n');
    expect(await ssh.exec('runner', ['cat', main.outputs.inventory ?? ''])).toContain('vm0');
    expect(main.env).toMatchObject({ ANSIBLE_INVENTORY: main.outputs.inventory, LAGO_WORKDIR: main.outputs.workdir });
  });

  it('puts lago on the PATH of later steps', async () => {
    const env = Object.entries(job.runner.stepEnv).map(([name, value]) => `${name}=${value}`);
    const command = ['env', '--ignore-environment', `--chdir=${job.workspace}`, ...env, 'lago'];
    expect(await ssh.exec('runner', [...command, 'shell', 'vm0', '-c', 'uname -s'])).toBe('Linux\n');
  });

  it('shows the machine in the job summary', () => {
    expect(main.summary).toContain('vm0');
    expect(main.summary).toContain('```mermaid');
  });

  it('takes everything away in post', async () => {
    await succeed(job, { phase: 'post' });
    isOver = true;
    await expectNothingLeft(ssh);
  });
});
