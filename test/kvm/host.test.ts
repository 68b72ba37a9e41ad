import { describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';

const { ssh } = attachedHost();

describe('the emulated KVM host', () => {
  it('has kvm_amd loaded and /dev/kvm open to the kvm group only', async () => {
    expect(await ssh.exec('root', ['lsmod'])).toMatch(/^kvm_amd /m);
    expect(await ssh.exec('root', ['stat', '-c', '%U:%G %a', '/dev/kvm'])).toBe('root:kvm 660\n');
  });

  it('has a runner who is in the libvirt and kvm groups and cannot become root', async () => {
    const groups = (await ssh.exec('runner', ['id', '-Gn'])).trim().split(' ').sort();
    expect(groups).toEqual(['kvm', 'libvirt', 'runner']);
    expect(await ssh.exec('root', ['passwd', '--status', 'root'])).toMatch(/^root L /);
    expect((await ssh.try('runner', ['sh', '-c', 'command -v sudo doas pkexec'])).stdout).toBe('');
  });

  it('offers kvm domains with host-passthrough to the runner', async () => {
    const virsh = ['virsh', '--connect', 'qemu:///system'];
    expect(await ssh.exec('runner', [...virsh, 'capabilities'])).toContain("<domain type='kvm'/>");
    const domain = await ssh.exec('runner', [...virsh, 'domcapabilities', '--virttype', 'kvm']);
    expect(domain).toContain("<mode name='host-passthrough' supported='yes'>");
  });
});
