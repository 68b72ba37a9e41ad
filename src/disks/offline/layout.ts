import { ToolError } from '../../host/errors.ts';
import type { Logger } from '../../host/log.ts';
import type { Guestfish } from './guestfish.ts';

/** Partition that is taken for the root where nothing says which, as in Lago. */
const DEFAULT_ROOT = 'root';
/** What `list-filesystems` calls things without files. */
const NO_FILES: readonly string[] = ['swap', 'unknown', 'crypto_LUKS', 'LVM2_member', 'linux_raid_member'];
/** Devices and volumes; anything else a disk may say is none. */
const DEVICE = /^(?:btrfsvol:)?\/dev\/[A-Za-z0-9_./+:@-]+$/;
const MOUNT_POINT = /^\/[A-Za-z0-9_./+:@-]*$/;

/** How the file systems of a guest are found. */
export interface LayoutOptions {
  /** Name of the machine, for messages. */
  readonly vm: string;
  /** `root-partition` of the disk's metadata. */
  readonly rootPartition?: string | undefined;
  readonly log: Logger;
}

/**
 * Mounts the file systems of a guest where the guest has them, all read-only: its only one, or what inspection of its
 * system (with LVM, btrfs, `fstab`) comes to, or the one that `root-partition` names.
 *
 * @throws {ToolError} `GUESTFS_NO_ROOT`, listing what there is
 */
export async function mountAll(guestfish: Pick<Guestfish, 'command'>, options: LayoutOptions): Promise<void> {
  const devices = parsePairs((await guestfish.command('list-filesystems')).lines)
    .filter(([device, type]) => DEVICE.test(device) && !NO_FILES.includes(type))
    .map(([device]) => device);
  const [only, ...others] = devices;
  if (only !== undefined && others.length === 0 && (await mount(guestfish, only, '/', options))) return;
  const roots = (await guestfish.command('inspect-os')).lines.filter((line) => DEVICE.test(line));
  const root = roots.length === 1 ? roots[0] : matching(devices, options.rootPartition ?? DEFAULT_ROOT);
  if (root === undefined) throw noRoot(devices, options);
  const known = roots.includes(root) ? await mountPoints(guestfish, root) : [];
  const places = known.some(({ place }) => place === '/') ? known : [{ place: '/', device: root }];
  for (const { place, device } of places) {
    const mounted = await mount(guestfish, device, place, options);
    if (place === '/' && !mounted) throw noRoot(devices, options);
  }
}

async function mountPoints(guestfish: Pick<Guestfish, 'command'>, root: string) {
  return parsePairs((await guestfish.command('inspect-get-mountpoints', root)).lines)
    .filter(([place, device]) => MOUNT_POINT.test(place) && DEVICE.test(device))
    .map(([place, device]) => ({ place, device }))
    .sort((a, b) => a.place.length - b.place.length);
}

async function mount(
  guestfish: Pick<Guestfish, 'command'>,
  device: string,
  place: string,
  { vm, log }: LayoutOptions,
): Promise<boolean> {
  const { complaint } = await guestfish.command('mount-ro', device, place);
  if (complaint === '') return true;
  log.warning(`VM ${vm}: ${device} could not be mounted at ${place}: ${complaint.split('\n')[0]}`);
  return false;
}

/** As Lago looks for it: that very name, else one that contains it. */
function matching(devices: readonly string[], wanted: string): string | undefined {
  return devices.find((device) => device === wanted) ?? devices.find((device) => device.includes(wanted));
}

function noRoot(devices: readonly string[], { vm }: LayoutOptions): ToolError {
  const there = devices.length === 0 ? 'no file system' : `the file systems ${devices.join(', ')}`;
  return new ToolError('GUESTFS_NO_ROOT', `VM ${vm}: its disks have ${there}, and which is its root cannot be told`, {
    hint: 'Name it (`/dev/sda2`, say; disks count as sda, sdb, ... there) as `root-partition` in the metadata of the first disk.',
  });
}

/** Reads lines of the form `key: value`. */
function parsePairs(lines: readonly string[]): [string, string][] {
  return lines.flatMap((line): [string, string][] => {
    const at = line.lastIndexOf(': ');
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 2)]];
  });
}
