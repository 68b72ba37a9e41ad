import type { Architecture, DomainPlan, SharePlan } from '../plan.ts';
import { element, type XmlNode } from './xml.ts';

/** Models whose memory can be told; KiB, as Lago has it. */
const VGA_LIKE: readonly string[] = ['vga', 'cirrus', 'bochs'];
const VIDEO_MEMORY = 16_384;

/** virtiofsd reads the guest's memory, so that must be shared. */
export function memoryBacking({ shares = [] }: DomainPlan): XmlNode | undefined {
  if (!shares.some(({ type }) => type === 'virtiofs')) return undefined;
  return element('memoryBacking', {}, element('source', { type: 'memfd' }), element('access', { mode: 'shared' }));
}

/** Devices that the file asks for, and the graphics card that every machine has for screenshots. */
export function machineDevices(domain: DomainPlan, arch: Architecture): readonly XmlNode[] {
  return [
    ...(domain.shares ?? []).map(shareDevice),
    ...(domain.tpm === true ? [tpmDevice(arch)] : []),
    ...(domain.graphics === 'vnc' ? vncDevices(arch) : []),
    videoDevice(domain, arch),
  ];
}

/**
 * `squash`: files that the guest makes belong to QEMU's user, and links stay links. A guest that runs as root must not make
 * files of root on the host.
 */
function shareDevice({ source, tag, type, readonly }: SharePlan): XmlNode {
  return element(
    'filesystem',
    type === '9p' ? { type: 'mount', accessmode: 'squash' } : { type: 'mount', accessmode: 'passthrough' },
    type === 'virtiofs' ? element('driver', { type: 'virtiofs' }) : undefined,
    element('source', { dir: source }),
    element('target', { dir: tag }),
    readonly ? element('readonly') : undefined,
  );
}

/**
 * Its state outlives the power, as that of a real one; `removeTpmState` takes it away in the end.
 */
function tpmDevice(arch: Architecture): XmlNode {
  const backend = element('backend', { type: 'emulator', version: '2.0', persistent_state: 'yes' });
  return element('tpm', { model: arch === 'x86_64' ? 'tpm-crb' : 'tpm-tis' }, backend);
}

/** A screen for programs of this host only, on any free port. PCs have keyboard and mouse anyway. */
function vncDevices(arch: Architecture): readonly XmlNode[] {
  const listen = element('listen', { type: 'address', address: '127.0.0.1' });
  const screen = element('graphics', { type: 'vnc', autoport: 'yes', listen: '127.0.0.1' }, listen);
  return arch === 'x86_64' ? [screen] : [screen, element('input', { type: 'keyboard', bus: 'usb' })];
}

/** Without graphics QEMU draws into memory, and a screenshot can be taken of that. */
function videoDevice({ video }: DomainPlan, arch: Architecture): XmlNode {
  const type = video ?? (arch === 'x86_64' ? 'vga' : 'virtio');
  if (type === 'none') return element('video', {}, element('model', { type }));
  const memory = VGA_LIKE.includes(type) ? { vram: VIDEO_MEMORY } : {};
  return element('video', {}, element('model', { type, ...memory, heads: 1 }));
}
