import type { DiskPlan, DomainPlan, HostFacts, NicPlan } from '../plan.ts';
import type { ChainedDisk, ChainedDomain, ChainLink } from './chains.ts';
import { bootOrder } from './firmware-xml.ts';
import { element, type XmlNode } from './xml.ts';

/** Queues of a NIC: one per processor of a domain that does not say how many it has. */
const NIC_QUEUES = 2;

/** Disks that libvirt puts on one SCSI controller; it would make the next an old model that guests may not know. */
const DISKS_PER_SCSI_CONTROLLER = 7;

/** The disks in the order of the plan, and the controllers that SCSI disks need. */
export function diskDevices(domain: ChainedDomain): readonly XmlNode[] {
  const { disks, vcpu } = domain;
  const scsi = disks.filter(({ bus }) => bus === 'scsi').length;
  const controllers = Array.from({ length: Math.ceil(scsi / DISKS_PER_SCSI_CONTROLLER) }, (_, index) =>
    element(
      'controller',
      { type: 'scsi', index, model: 'virtio-scsi' },
      element('driver', { queues: vcpu, iothread: 1 }),
    ),
  );
  const order = bootOrder(domain);
  return [...controllers, ...disks.map((disk, index) => diskDevice(disk, index, order.get(disk.dev)))];
}

function diskDevice(disk: ChainedDisk, index: number, order: number | undefined): XmlNode {
  return element(
    'disk',
    { type: 'file', device: disk.device },
    diskDriver(disk),
    element('source', { file: disk.path }),
    backingStore(disk),
    element('target', { dev: disk.dev, bus: disk.bus }),
    order === undefined ? undefined : element('boot', { order }),
    isReadOnly(disk) ? element('readonly') : undefined,
    element('serial', {}, index + 1),
  );
}

/**
 * What lies below the topmost image of a disk, all of its chain, where that is known: for a disk over a template, and for
 * others once they have been made. Without it libvirt looks by itself, and where AppArmor confines QEMU (Debian, Ubuntu)
 * its helper may only look into files with the extension of an image: those of a template store have none, and QEMU would
 * be denied its backing file.
 */
export function backingStore(disk: ChainedDisk): XmlNode | undefined {
  return (disk.chain ?? plannedChain(disk))?.reduceRight(
    (below, { file, format, keepsOwner }) =>
      element(
        'backingStore',
        { type: 'file' },
        element('format', { type: format }),
        element('source', { file }, keepsOwner ? element('seclabel', { model: 'dac', relabel: 'no' }) : undefined),
        below,
      ),
    element('backingStore'),
  );
}

/** The chain that is in the plan: all of it, before there are snapshots. */
function plannedChain({ source }: DiskPlan): readonly ChainLink[] | undefined {
  if (source.kind !== 'template') return undefined;
  return [{ file: source.backingFile, format: source.backingFormat, keepsOwner: false }];
}

function diskDriver(disk: DiskPlan): XmlNode {
  const base = { name: 'qemu', type: disk.format };
  if (isReadOnly(disk)) return element('driver', base);
  const common = { ...base, cache: cacheMode(disk), discard: 'unmap' };
  return element('driver', disk.bus === 'virtio' ? { ...common, iothread: 1, queues: 1 } : common);
}

/**
 * Overlays are thrown away with their environment, so flushing them to the host's disk buys nothing: `unsafe` loses data
 * only when the host itself goes down. Copies and empty disks hold what somebody may want to keep.
 */
function cacheMode({ source }: DiskPlan): 'unsafe' | 'writeback' {
  const isOverlay =
    source.kind === 'template' ||
    source.kind === 'template-file' ||
    (source.kind === 'file' && !source.copy && source.inPlace !== true);
  return isOverlay ? 'unsafe' : 'writeback';
}

function isReadOnly({ source, device }: DiskPlan): boolean {
  return device === 'cdrom' || source.kind === 'seed';
}

/** The NICs in the order of the plan. `pxe` keeps their boot ROMs, whose start-up costs time that only booting from the network is worth. */
export function nicDevices(domain: DomainPlan, host: HostFacts, pxe: boolean): readonly XmlNode[] {
  const order = bootOrder(domain);
  return domain.nics.map((nic) => nicDevice(nic, host, pxe, order.get(nic.index)));
}

function nicDevice(nic: NicPlan, host: HostFacts, pxe: boolean, order: number | undefined): XmlNode {
  return element(
    'interface',
    { type: 'network' },
    element('mac', { address: nic.mac }),
    element('source', { network: nic.libvirtNet }),
    element('model', { type: nic.model ?? 'virtio' }),
    // Without a name libvirt takes vhost where the host has it, instead of refusing to start where it has not.
    host.acceleration === 'kvm' && nic.model === undefined ? element('driver', { queues: NIC_QUEUES }) : undefined,
    nic.mtu === undefined ? undefined : element('mtu', { size: nic.mtu }),
    order === undefined ? undefined : element('boot', { order }),
    pxe ? undefined : element('rom', { enabled: 'no' }),
  );
}

/**
 * The serial console, written to the plan's log file and still open to `virsh console`, and beside it a virtio console
 * where the guest's kernel knows one (EL 6 takes it for its only console, and stays silent).
 */
export function consoleDevices({ serialLog }: DomainPlan, virtioConsole: boolean): readonly XmlNode[] {
  const log = element('log', { file: serialLog, append: 'on' });
  const serial = element('serial', { type: 'pty' }, log, element('target', { port: 0 }));
  const console = element('console', { type: 'pty' }, element('target', { type: 'serial', port: 0 }));
  if (!virtioConsole) return [serial, console];
  return [serial, console, element('console', { type: 'pty' }, element('target', { type: 'virtio', port: 1 }))];
}

/** Devices that every domain has. */
export function commonDevices(arch: HostFacts['arch']): readonly XmlNode[] {
  const x86 = arch === 'x86_64';
  return [
    x86
      ? element('controller', { type: 'usb', model: 'none' })
      : element('controller', { type: 'usb', model: 'qemu-xhci' }),
    element(
      'channel',
      { type: 'unix' },
      element('source', { mode: 'bind' }),
      element('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' }),
    ),
    element('rng', { model: 'virtio' }, element('backend', { model: 'random' }, '/dev/urandom')),
    element('memballoon', { model: 'none' }),
  ];
}
