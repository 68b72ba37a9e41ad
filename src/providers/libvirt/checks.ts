import { existsSync } from 'node:fs';
import type { HostCheck } from '../../host/checks.ts';
import { LagoError } from '../../host/errors.ts';
import type { ProgramNeed } from '../../host/programs.ts';
import type { ProviderContext } from '../provider.ts';
import { probeKvm } from './acceleration.ts';
import { type KvmHost, readKvmHost } from './kvm-host.ts';
import { isLocal } from './url.ts';
import type { Virsh } from './virsh.ts';

const VIRSH: ProgramNeed = { names: ['virsh'], purpose: 'to talk to libvirt', required: true };

const LOCAL: readonly ProgramNeed[] = [
  {
    names: ['qemu-system-x86_64', '/usr/libexec/qemu-kvm', '/usr/bin/qemu-kvm'],
    purpose: 'to run machines',
    required: true,
  },
  { names: ['dnsmasq'], purpose: 'by libvirt, for addresses and names in networks', required: true },
  { names: ['iptables', 'nft'], purpose: 'by libvirt, for networks with NAT', required: true },
  { names: ['ip'], purpose: 'to make bridge networks', required: false },
];

/** Programs that a libvirt connection needs on this host; a remote one has its own elsewhere. */
export function libvirtPrograms(url: string): readonly ProgramNeed[] {
  return isLocal(url) ? [VIRSH, ...LOCAL] : [VIRSH];
}

/** Checks a libvirt connection: that it answers, that it has networks, and that KVM works behind it. */
export async function checkLibvirt(virsh: Virsh, context: ProviderContext): Promise<HostCheck[]> {
  const connection = await guarded('libvirt', context, async () => {
    const text = await virsh.run(['version'], context);
    return { name: 'libvirt', status: 'ok', detail: `${virsh.url} answers: ${versions(text)}` };
  });
  if (connection.status !== 'ok') return [withStart(connection, virsh.url), unprobed()];
  const networks = await guarded('libvirt networks', context, async () => {
    await virsh.run(['net-list', '--name'], context);
    return { name: 'libvirt networks', status: 'ok', detail: 'the network driver answers' };
  });
  const acceleration = await guarded('KVM', context, () => kvm(virsh, context));
  return [connection, networks, acceleration, ...(isLocal(virsh.url) ? nesting(readKvmHost()) : [])];
}

/** Units of libvirt in one daemon; where it is modular, those of its sockets. */
const MODULAR = ['virtqemud.socket', 'virtnetworkd.socket', 'virtstoraged.socket', 'virtnodedevd.socket'];

/** Adds how to start libvirt, where systemd can do it and nobody is refused by a libvirt that runs. */
function withStart(check: HostCheck, url: string): HostCheck {
  const started = existsSync('/run/libvirt/libvirt-sock') || existsSync('/run/libvirt/virtqemud-sock');
  if (!isLocal(url) || started || !existsSync('/run/systemd/system')) return check;
  const units = existsSync('/usr/sbin/virtqemud') && !existsSync('/usr/sbin/libvirtd') ? MODULAR : ['libvirtd.service'];
  return { ...check, repair: [['systemctl', 'start', ...units]] };
}

/** Whether guests can have KVM themselves; nothing to say while KVM is not there at all. */
export function nesting({ module, nested }: KvmHost): HostCheck[] {
  const name = 'nested virtualisation';
  if (module === undefined || nested === undefined) return [];
  if (nested) return [{ name, status: 'ok', detail: 'guests can use KVM themselves' }];
  return [
    {
      name,
      status: 'warning',
      detail: 'guests cannot use KVM themselves; it is needed only for machines that run machines',
      fix: `Write \`options ${module} nested=1\` into /etc/modprobe.d/kvm.conf, and load the module anew while no machine runs.`,
    },
  ];
}

async function kvm(virsh: Virsh, context: ProviderContext): Promise<HostCheck> {
  const probe = await probeKvm(virsh, context);
  if (probe.usable) return { name: 'KVM', status: 'ok', detail: 'machines run with KVM' };
  const detail = `machines are emulated, many times slower: ${probe.reason}`;
  const { fix, repair } = probe;
  return { name: 'KVM', status: 'warning', detail, fix, ...(repair === undefined ? {} : { repair }) };
}

function unprobed(): HostCheck {
  const device = existsSync('/dev/kvm') ? '/dev/kvm is there' : '/dev/kvm does not exist';
  return { name: 'KVM', status: 'warning', detail: `could not be tried without libvirt; ${device}` };
}

/** Turns the failure of a check into its finding; an abort stays an error. */
async function guarded(name: string, { signal }: ProviderContext, check: () => Promise<HostCheck>): Promise<HostCheck> {
  try {
    return await check();
  } catch (error) {
    if (signal?.aborted || !(error instanceof LagoError)) throw error;
    return { name, status: 'error', detail: error.message, ...(error.hint === undefined ? {} : { fix: error.hint }) };
  }
}

/** "libvirt 9.0.0, QEMU 7.2.11" from what `virsh version` prints. */
function versions(text: string): string {
  const library = /Using library: (.+)/.exec(text)?.[1];
  const hypervisor = /Running hypervisor: (.+)/.exec(text)?.[1];
  return [library, hypervisor].filter((part) => part !== undefined).join(', ');
}
