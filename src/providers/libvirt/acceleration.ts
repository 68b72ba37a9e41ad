import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, LagoError, messageOf } from '../../host/errors.ts';
import { processStartTime } from '../../host/process.ts';
import type { ProviderContext } from '../provider.ts';
import { readKvmHost } from './kvm-host.ts';
import { isClosedToQemu, qemuAccount } from './qemu-user.ts';
import { isLocal } from './url.ts';
import type { Virsh } from './virsh.ts';

/** Whether KVM can be used, and if not, why and what to do. */
export type KvmProbe =
  | { readonly usable: true }
  | {
      readonly usable: false;
      readonly cause: 'missing' | 'permission' | 'broken';
      readonly reason: string;
      readonly fix: string;
      /** Commands for root that mend it, where it can be mended from here. */
      readonly repair?: readonly (readonly string[])[];
    };

const KVM_DEVICE = '/dev/kvm';
/** Names of probe domains tell whose they are: process, and its start time. */
const PROBE_PREFIX = 'lago-probe-';
const PROBE_NAME = /^lago-probe-(\d+)-(\d+)-[0-9a-f]+$/;
/**
 * Milliseconds that libvirt gets to bring up the first virtual CPU; a sick KVM hangs. Mostly for libvirt itself, which asks
 * QEMU for its abilities and compiles an AppArmor profile first: 20 s on a slow or busy host.
 */
const PROBE_TIMEOUT = 60_000;
/** Milliseconds between two attempts to remove a probe that was given up. */
const REMOVAL_PERIOD = 250;

/** The udev rule that opens /dev/kvm to everybody, as hosted runners need it. */
export const KVM_UDEV_RULE = 'KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"';

/**
 * Finds out whether domains can run with KVM: /dev/kvm being there does not mean that it works (nested hosts,
 * containers, permissions of the QEMU user), so libvirt starts a paused domain with the CPU mode that domains get.
 */
export async function probeKvm(virsh: Virsh, context: ProviderContext): Promise<KvmProbe> {
  if (isLocal(virsh.url) && !existsSync(KVM_DEVICE)) return missing();
  // Saves a try that cannot work. libvirt would ask QEMU for its abilities anew each time, because root may open the device.
  if (isClosedToQemu(KVM_DEVICE, virsh.url)) return denied();
  await removeAbandonedProbes(virsh, context);
  const owner = `${process.pid}-${processStartTime(process.pid) ?? 0}`;
  const name = `${PROBE_PREFIX}${owner}-${randomBytes(3).toString('hex')}`;
  // Without the signal: libvirt finishes a `create` whose client was killed, and the domain would stay.
  const creation = virsh.tryCreate(['create', '--paused'], probeXml(name), `probe-${owner}`, { log: context.log });
  try {
    const result = await Promise.race([creation, givenUp(context.signal)]);
    if (result === undefined) return broken(`QEMU hung for ${PROBE_TIMEOUT / 1000} s when it created a virtual CPU`);
    return result.code === 0 ? { usable: true } : explain(result.stderr);
  } finally {
    await removeProbe(virsh, name, creation, context);
  }
}

/** Probes whose process was killed: their domains are paused, and nobody else would ever remove them. */
async function removeAbandonedProbes(virsh: Virsh, { log, signal }: ProviderContext): Promise<void> {
  const names = (await virsh.run(['list', '--all', '--name'], { log, signal })).split('\n').map((line) => line.trim());
  for (const name of names) {
    const [, pid, startTime] = PROBE_NAME.exec(name) ?? [];
    if (pid === undefined || processStartTime(Number(pid)) === Number(startTime)) continue;
    await virsh.settle(`probe-${pid}-${startTime}`, { log, signal });
    await virsh.tryOnObject(['destroy', name], { log });
  }
}

/** Ends with undefined when the probe's time is up. */
async function givenUp(signal: AbortSignal | undefined): Promise<undefined> {
  try {
    await sleep(PROBE_TIMEOUT, undefined, { ref: false, ...(signal ? { signal } : {}) });
  } catch (error) {
    throw new CancelledError('the KVM probe', { cause: error });
  }
}

/** Removes the probe's domain, which comes up at any moment while its creation is under way. */
async function removeProbe(
  virsh: Virsh,
  name: string,
  creation: Promise<unknown>,
  { log }: ProviderContext,
): Promise<void> {
  const ended = creation.then(
    () => true,
    () => true,
  );
  for (let last = false; !last; ) {
    last = await Promise.race([ended, sleep(REMOVAL_PERIOD, false)]);
    await virsh.tryOnObject(['destroy', name], { log }).catch((error: unknown) => {
      if (!(error instanceof LagoError)) throw error;
      log.debug(`probe domain ${name}: ${messageOf(error)}`);
    });
  }
}

function probeXml(name: string): string {
  return `<domain type='kvm'><name>${name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
<os><type arch='x86_64'>hvm</type></os><cpu mode='host-passthrough'/>
<devices><controller type='usb' model='none'/><memballoon model='none'/></devices></domain>`;
}

function explain(stderr: string): KvmProbe {
  const lines = stderr.trim().split('\n');
  const detail = (lines.find((line) => /kvm/i.test(line)) ?? lines.at(-1) ?? '').replace(/^error:\s*/, '');
  if (/permission denied/i.test(stderr)) return denied();
  if (/preferred machine|does not support virt type/i.test(stderr)) return broken('libvirt offers no KVM domains here');
  return broken(detail);
}

function denied(): KvmProbe {
  return {
    usable: false,
    cause: 'permission',
    reason: `QEMU may not open ${KVM_DEVICE}${describeMode()}`,
    fix: `Add the QEMU user and yours to the group kvm (\`sudo usermod -aG kvm $USER\`, then log in again), or put the udev rule ${KVM_UDEV_RULE} into /etc/udev/rules.d/99-kvm.rules and run \`sudo udevadm trigger --name-match=kvm\`.`,
    repair: openToGroup(),
  };
}

/** Opens the device to the group that distributions mean for it, and to nobody else. */
function openToGroup(): readonly (readonly string[])[] {
  const user = qemuAccount();
  return [
    ['groupadd', '--system', '--force', 'kvm'],
    ['chgrp', 'kvm', KVM_DEVICE],
    ['chmod', '0660', KVM_DEVICE],
    ...(user === undefined ? [] : [['usermod', '--append', '--groups', 'kvm', user]]),
  ];
}

function broken(detail: string): KvmProbe {
  return {
    usable: false,
    cause: 'broken',
    reason: `${KVM_DEVICE} is there but does not work: ${detail}`,
    fix: 'On a virtual machine, enable nested virtualisation on the machine below; on hardware, enable VT-x or AMD-V in the firmware.',
  };
}

function missing(): KvmProbe {
  const { flag, module } = readKvmHost();
  if (module === undefined) {
    return {
      usable: false,
      cause: 'missing',
      reason: `${KVM_DEVICE} does not exist, and this CPU offers no virtualisation`,
      fix: 'On hardware, enable VT-x or AMD-V in the firmware; on a virtual machine, nested virtualisation on the machine below.',
    };
  }
  return {
    usable: false,
    cause: 'missing',
    reason: `${KVM_DEVICE} does not exist, although the CPU has ${flag}: the module ${module} is not loaded`,
    fix: `Run \`sudo modprobe ${module}\`; if it refuses, enable VT-x or AMD-V in the firmware.`,
    repair: [['modprobe', module]],
  };
}

function describeMode(): string {
  try {
    const { mode, uid, gid } = statSync(KVM_DEVICE);
    return ` (mode ${(mode & 0o777).toString(8).padStart(4, '0')}, owner ${uid}, group ${gid})`;
  } catch {
    return '';
  }
}
