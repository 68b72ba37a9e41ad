import type { DomainPlan } from '../plan.ts';
import { element, type XmlAttributes, type XmlNode } from './xml.ts';

/** Lets libvirt choose the firmware from what is installed. */
export function firmwareAttributes({ firmware }: DomainPlan): XmlAttributes {
  return firmware === undefined ? {} : { firmware: 'efi' };
}

/**
 * What the firmware must have, and where it keeps its variables: left to itself, libvirt puts them where nobody removes
 * them with a transient domain. `efi` excludes Secure Boot, which libvirt would prefer, and which refuses to boot most of
 * what people make themselves.
 */
export function firmwareElements({ firmware }: DomainPlan): readonly XmlNode[] {
  if (firmware === undefined) return [];
  const isSecure = firmware.kind === 'secure';
  const feature = (name: string) => element('feature', { enabled: isSecure ? 'yes' : 'no', name });
  return [
    element('firmware', {}, feature('secure-boot'), isSecure ? feature('enrolled-keys') : undefined),
    ...(isSecure ? [element('loader', { secure: 'yes' })] : []),
    element('nvram', {}, firmware.nvram),
  ];
}

/** Boot order by kinds of devices, for domains that say nothing of their own. */
export function osBoot(domain: DomainPlan): readonly XmlNode[] {
  return domain.boot === undefined ? usualOrder(domain).map((dev) => element('boot', { dev })) : [];
}

/** Place in the boot order of each disk (by its target device) and NIC (by its index), where the file says an order. */
export function bootOrder({ boot = [] }: DomainPlan): ReadonlyMap<string | number, number> {
  return new Map(boot.map((device, place) => [device.kind === 'disk' ? device.dev : device.index, place + 1]));
}

/** Whether the NICs need their boot ROMs. */
export function bootsFromNetwork({ boot, disks }: DomainPlan): boolean {
  return boot === undefined ? disks.length === 0 : boot.some(({ kind }) => kind === 'nic');
}

/**
 * Disks before CD-ROMs, so that an empty disk is installed from a CD-ROM once. A CD-ROM that is the first disk is meant to
 * be booted, also where a disk could be. The network only without any disk.
 */
function usualOrder({ disks }: DomainPlan): readonly string[] {
  const bootable = disks.filter(({ source }) => source.kind !== 'seed');
  const devices = new Set(bootable.map(({ device }) => device));
  if (devices.size === 0) return ['network'];
  const order = [...(devices.has('disk') ? ['hd'] : []), ...(devices.has('cdrom') ? ['cdrom'] : [])];
  const isEmpty = bootable.every(({ device, source }) => device === 'cdrom' || source.kind === 'empty');
  return bootable[0]?.device === 'cdrom' && !isEmpty ? order.reverse() : order;
}
