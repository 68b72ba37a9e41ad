import type { DiskSpec } from '../initfile/types.ts';
import type { Architecture, DiskPlan } from '../providers/plan.ts';

/** Device names that libvirt takes for a disk's target: a kind and a letter count. */
const DEV = /^(?:hd|sd|vd|xvd|ubd|fd)([a-z]{1,2})$/;
/** An IDE controller has two channels with two devices each, and QEMU's `pc` machine has one controller. */
const IDE_SLOTS = 4;

/** Where a disk is attached. */
export type Target = Pick<DiskPlan, 'device' | 'bus' | 'dev'>;

/** Position that a device name stands for: `vda` 0, `vdb` 1, `vdaa` 26; undefined when it is not a device name. */
export function devIndex(dev: string): number | undefined {
  const letters = DEV.exec(dev)?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 96, 0) - 1;
}

/** What a machine has to attach disks to. */
export interface Buses {
  readonly arch: Architecture;
  readonly ide: boolean;
}

/**
 * Where a disk goes. The bus is what the file says, else as in Lago: `sd*` is virtio-scsi, an `iso` elsewhere is an IDE
 * CD-ROM, all others are virtio. Machines without IDE have their CD-ROMs on SATA, those that are not x86 on virtio-scsi.
 */
export function targetOf({ dev, format, bus }: DiskSpec, buses: Buses): Target {
  const device = format === 'iso' ? 'cdrom' : 'disk';
  if (bus !== undefined) return { device, bus, dev };
  if (dev.startsWith('sd')) return { device, bus: 'scsi', dev };
  if (device === 'disk') return { device, bus: 'virtio', dev };
  if (buses.ide) return { device, bus: 'ide', dev };
  return { device, bus: buses.arch === 'x86_64' ? 'sata' : 'scsi', dev };
}

/** Why the machine cannot have a disk on the bus that the file says; undefined when it can. */
export function busProblem({ device, bus }: Target, { ide }: Buses): string | undefined {
  if (bus === 'ide' && !ide) return 'this machine has no IDE; there are virtio, scsi and sata';
  if (bus === 'virtio' && device === 'cdrom') return 'there are no virtio CD-ROMs; use scsi, sata or ide';
  return undefined;
}

/** Why a disk cannot be attached beside those that are there already; undefined when it can. */
export function targetProblem(target: Target, others: readonly Target[]): string | undefined {
  const index = devIndex(target.dev);
  if (index === undefined) return `\`${target.dev}\` is not a device name like \`vda\`, \`sdb\` or \`hdc\``;
  if (target.bus === 'virtio') return undefined;
  const other = others.find(({ bus, dev }) => bus === target.bus && devIndex(dev) === index);
  if (other) return `the device ${target.dev} is the same place on the ${target.bus.toUpperCase()} bus as ${other.dev}`;
  if (target.bus === 'ide' && index >= IDE_SLOTS) return `the device ${target.dev} is beyond the last IDE device, hdd`;
  return undefined;
}

/** First virtio device name that no disk has. */
export function freeVirtioDev(targets: readonly Target[]): string {
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  const names = ['', ...letters].flatMap((first) => letters.map((second) => `vd${first}${second}`));
  return names.find((name) => targets.every(({ dev }) => dev !== name)) ?? 'vdzz';
}
