import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GuestConnection } from '../src/guest/connection.ts';
import { generateKeys } from '../src/guest/keys.ts';
import { waitForSsh } from '../src/guest/wait.ts';
import { run } from '../src/host/exec.ts';
import { createLogger } from '../src/host/log.ts';
import type { Boot, Guest } from './guest.ts';
import { allocated, cpuSeconds } from './qemu.ts';
import { timed } from './stats.ts';

const NAME = 'by-hand';
const ADDRESS = '192.168.150.2';
const MAC = '52:54:00:00:96:02';
const TIMEOUT = 600_000;

/** The least that somebody would write for the same: NAT with a fixed address, no STP (its delays would only flatter us). */
const NETWORK = `<network><name>${NAME}</name><forward mode='nat'/><bridge name='by-hand0' stp='off' delay='0'/>
<ip address='192.168.150.1' netmask='255.255.255.0'><dhcp><range start='192.168.150.100' end='192.168.150.254'/>
<host mac='${MAC}' ip='${ADDRESS}'/></dhcp></ip></network>`;

function domainXml(guest: Guest, disk: string, publicKey: string): string {
  const [type, cpu] = guest.acceleration === 'kvm' ? ['kvm', 'host-passthrough'] : ['qemu', 'maximum'];
  const key = Buffer.from(`${publicKey}\n`).toString('base64');
  return `<domain type='${type}'><name>${NAME}</name><memory unit='MiB'>${guest.memory}</memory><vcpu>${guest.vcpu}</vcpu>
<sysinfo type='smbios'><oemStrings>
<entry>io.systemd.credential.binary:ssh.authorized_keys.root=${key}</entry></oemStrings></sysinfo>
<os><type arch='x86_64' machine='pc'>hvm</type><smbios mode='sysinfo'/></os>
<features><acpi/><apic/></features><cpu mode='${cpu}'/>
<devices>
<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
<interface type='network'><source network='${NAME}'/><mac address='${MAC}'/><model type='virtio'/></interface>
<serial type='pty'/>
</devices></domain>`;
}

/** Boots a guest with `qemu-img` and `virsh` alone, and waits for it with our own probe. Leaves nothing. */
export async function bootByHand(guest: Guest, base: string, directory: string): Promise<Boot> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o755 });
  const { privateKeyFile, publicKey } = await generateKeys(directory, NAME);
  const disk = join(directory, 'disk.qcow2');
  const file = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const network = file('network.xml', NETWORK);
  const domain = file('domain.xml', domainXml(guest, disk, publicKey));
  const target = { name: NAME, host: ADDRESS, user: 'root', privateKey: privateKeyFile };
  await using connection = new GuestConnection(target, { log: createLogger() });
  try {
    const prepare = await timed(() =>
      run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', base, '-F', 'qcow2', disk]),
    );
    const before = allocated(disk);
    const net = await timed(() => run('virsh', ['-q', 'net-create', network]));
    const machine = await timed(() => run('virsh', ['-q', 'create', domain]));
    const ssh = await timed(() => waitForSsh(connection, { timeout: TIMEOUT }));
    return {
      prepare: prepare.ms,
      start: net.ms + machine.ms + ssh.ms,
      untilMachine: net.ms + machine.ms,
      cpu: await cpuSeconds(NAME),
      overlay: { before, after: allocated(disk) },
    };
  } finally {
    await run('virsh', ['-q', 'destroy', NAME]).catch(() => undefined);
    await run('virsh', ['-q', 'net-destroy', NAME]).catch(() => undefined);
  }
}

/** A copy of the template's image in a place like the store, so that both ways read the same kind of file. */
export function prepareBase(guest: Guest, directory: string): string {
  const base = join(directory, `${guest.template}.qcow2`);
  copyFileSync(guest.image, base);
  return base;
}
