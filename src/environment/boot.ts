import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { BootDevice, DiskPlan, NicPlan } from '../providers/plan.ts';

/** Words of `boot` for all devices of a kind, in their order. */
export const BOOT_KINDS: readonly string[] = ['hd', 'cdrom', 'network'];

/**
 * Boot order of a domain, each device once; undefined when the file leaves it to what is usual. A disk that is called like a
 * kind of devices is reached by the kind only.
 */
export function planBoot(
  { name, boot, disks: specs }: DomainSpec,
  disks: readonly DiskPlan[],
  nics: readonly NicPlan[],
  report: ReportProblem,
): readonly BootDevice[] | undefined {
  if (boot === undefined) return undefined;
  const known = [...BOOT_KINDS, ...specs.map((disk) => disk.name)];
  const devices = boot.flatMap((word, index) => {
    if (!known.includes(word)) {
      const message = `there is nothing called \`${word}\` to boot VM ${name} from; there are ${known.join(', ')}`;
      const path = ['domains', name, 'boot', index];
      report({ severity: 'error', code: 'BAD_BOOT', path, message, unknown: { name: word, known } });
    }
    return devicesOf(word, disks, nics);
  });
  if (devices.length === 0 && boot.length > 0 && boot.every((word) => known.includes(word))) {
    const message = `\`boot\` has no effect: VM ${name} has no device of that kind (${boot.join(', ')})`;
    report({ severity: 'warning', code: 'BAD_BOOT', path: ['domains', name, 'boot'], message });
  }
  return devices.filter((device, index) => devices.findIndex((other) => isSame(device, other)) === index);
}

function devicesOf(word: string, disks: readonly DiskPlan[], nics: readonly NicPlan[]): readonly BootDevice[] {
  if (word === 'network') return nics.map(({ index }) => ({ kind: 'nic', index }));
  const isWanted = (disk: DiskPlan): boolean => {
    if (word === 'hd') return disk.device === 'disk' && disk.source.kind !== 'seed';
    return word === 'cdrom' ? disk.device === 'cdrom' : disk.name === word;
  };
  return disks.filter(isWanted).map(({ dev }) => ({ kind: 'disk', dev }));
}

function isSame(one: BootDevice, other: BootDevice): boolean {
  if (one.kind === 'disk') return other.kind === 'disk' && other.dev === one.dev;
  return other.kind === 'nic' && other.index === one.index;
}
