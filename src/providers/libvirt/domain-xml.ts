import type { DomainPlan, EnvironmentPlan, HostFacts } from '../plan.ts';
import { cpuXml } from './cpu.ts';
import { commonDevices, consoleDevices, diskDevices, nicDevices } from './devices-xml.ts';
import { element, environmentMetadata, renderXml, type XmlNode } from './xml.ts';

/** What differs between processor architectures. `pc` is what Lago has; old guests know nothing newer. */
const MACHINES: Readonly<Record<HostFacts['arch'], { readonly machine: string; readonly firmware?: 'efi' }>> = {
  x86_64: { machine: 'pc' },
  aarch64: { machine: 'virt', firmware: 'efi' },
};

/** Distribution whose kernel needs the plainer machine that Lago gives it. */
const OLD_DISTRO = 'el6';

/** Libvirt's definition of a domain. Transient: it is created, never defined. */
export function domainXml(domain: DomainPlan, plan: EnvironmentPlan): string {
  const { host } = plan;
  const isOld = domain.distro === OLD_DISTRO;
  return renderXml(
    element(
      'domain',
      { type: host.acceleration === 'kvm' ? 'kvm' : 'qemu' },
      element('name', {}, domain.libvirtName),
      element('uuid', {}, domain.uuid),
      environmentMetadata(plan),
      element('memory', { unit: 'MiB' }, domain.memory),
      element('vcpu', {}, domain.vcpu),
      element('iothreads', {}, 1),
      sysinfo(domain),
      os(domain, host, isOld),
      features(host),
      cpuXml(domain, host),
      clock(host),
      isOld ? undefined : powerManagement(),
      devices(domain, host, isOld),
    ),
  );
}

function os(domain: DomainPlan, host: HostFacts, isOld: boolean): XmlNode {
  const { machine, firmware } = MACHINES[host.arch];
  return element(
    'os',
    firmware === undefined ? {} : { firmware },
    element('type', { arch: host.arch, machine }, 'hvm'),
    bootOrder(domain).map((dev) => element('boot', { dev })),
    element('bootmenu', { enable: 'no' }),
    host.arch === 'x86_64' && !isOld ? element('bios', { useserial: 'no' }) : undefined,
    domain.oemStrings.length > 0 ? element('smbios', { mode: 'sysinfo' }) : undefined,
  );
}

/** The first disk, then a CD-ROM (so that an empty disk can be installed from it); the network only without any disk. */
function bootOrder({ disks }: DomainPlan): readonly string[] {
  const devices = new Set(disks.map(({ device }) => device));
  if (devices.size === 0) return ['network'];
  return [...(devices.has('disk') ? ['hd'] : []), ...(devices.has('cdrom') ? ['cdrom'] : [])];
}

function sysinfo({ oemStrings }: DomainPlan): XmlNode | undefined {
  if (oemStrings.length === 0) return undefined;
  const entries = oemStrings.map((text) => element('entry', {}, text));
  return element('sysinfo', { type: 'smbios' }, element('oemStrings', {}, entries));
}

function features({ arch }: HostFacts): XmlNode {
  if (arch === 'aarch64') return element('features', {}, element('acpi'), element('gic'));
  return element('features', {}, element('acpi'), element('apic'), element('pae'), element('vmport', { state: 'off' }));
}

function clock({ acceleration, arch }: HostFacts): XmlNode {
  const kvmclock = acceleration === 'kvm' && arch === 'x86_64';
  return element('clock', { offset: 'utc' }, kvmclock ? element('timer', { name: 'kvmclock' }) : undefined);
}

function powerManagement(): XmlNode {
  const off = { enabled: 'no' };
  return element('pm', {}, element('suspend-to-disk', off), element('suspend-to-mem', off));
}

function devices(domain: DomainPlan, host: HostFacts, isOld: boolean): XmlNode {
  return element(
    'devices',
    {},
    host.emulator === undefined ? undefined : element('emulator', {}, host.emulator),
    diskDevices(domain),
    nicDevices(domain.nics, host, domain.disks.length === 0),
    consoleDevices(domain, !isOld),
    commonDevices(host.arch),
  );
}
