import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';
import { guestXml, NETWORK_XML, STATION } from './host/plain-guest.ts';

// What libvirt alone makes of this host: when this fails, the host is to blame, not the action.

const { ssh } = attachedHost();
const VIRSH = 'virsh --connect qemu:///system';
const DIRECTORY = '/srv/plain-guest';

beforeAll(async () => await ssh.exec('root', ['install', '--directory', '--owner=runner', DIRECTORY]));

afterAll(async () => {
  await ssh.script('root', `${VIRSH} destroy plain || true; ${VIRSH} net-destroy plain || true; rm -r ${DIRECTORY}`);
});

describe('a guest of plain libvirt on the emulated host', () => {
  it('runs under KVM and answers over a NAT network', async () => {
    await ssh.script('runner', `ssh-keygen -q -t ed25519 -N '' -f ${DIRECTORY}/key`);
    const key = await ssh.exec('runner', ['cat', `${DIRECTORY}/key.pub`]);
    await ssh.write('runner', `${DIRECTORY}/network.xml`, NETWORK_XML);
    await ssh.write('runner', `${DIRECTORY}/guest.xml`, guestXml(`${DIRECTORY}/disk.qcow2`, key));
    await ssh.script(
      'runner',
      `
      template=$(echo /opt/payload/templates/micro-*/micro.qcow2)
      qemu-img create -q -f qcow2 -F qcow2 -b "$template" ${DIRECTORY}/disk.qcow2
      ${VIRSH} net-create ${DIRECTORY}/network.xml
      ${VIRSH} create ${DIRECTORY}/guest.xml`,
    );
    expect(await ssh.script('runner', `${VIRSH} dumpxml plain`)).toContain("<domain type='kvm'");
    const answer = await ssh.script(
      'runner',
      `
      until ssh -i ${DIRECTORY}/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \\
        -o BatchMode=yes -o ConnectTimeout=60 root@${STATION.ip} uname; do sleep 0.3; done`,
    );
    expect(answer).toBe('Linux\n');
  });
});
