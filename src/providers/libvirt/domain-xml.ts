import { hostOf, machineOf } from '../machine.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts } from '../plan.ts';
import type { ChainedDomain } from './chains.ts';
import { cpuXml } from './cpu.ts';
import { commonDevices, consoleDevices, diskDevices, nicDevices } from './devices-xml.ts';
import { bootsFromNetwork, firmwareAttributes, firmwareElements, osBoot } from './firmware-xml.ts';
import { machineDevices, memoryBacking } from './machine-xml.ts';
import { element, environmentMetadata, renderXml, type XmlNode } from './xml.ts';

/** Distribution whose kernel needs the plainer machine that Lago gives it. */
const OLD_DISTRO = 'el6';

/** Libvirt's definition of a domain. Transient: it is created, never defined. */
export function domainXml(domain: ChainedDomain, plan: EnvironmentPlan): string {
  const host = hostOf(domain, plan.host);
  const isOld = domain.distro === OLD_DISTRO;
  return renderXml(
    element(
      'domain',
      { type: host.acceleration === 'kvm' ? 'kvm' : 'qemu' },
      element('name', {}, domain.libvirtName),
      element('uuid', {}, domain.uuid),
      environmentMetadata(plan),
      element('memory', { unit: 'MiB' }, domain.memory),
      memoryBacking(domain),
      element('vcpu', {}, domain.vcpu),
      element('iothreads', {}, 1),
      sysinfo(domain),
      os(domain, host, isOld),
      features(host),
      cpuXml(domain, host),
      clock(host),
      isOld || host.arch !== 'x86_64' ? undefined : powerManagement(),
      devices(domain, host, isOld),
    ),
  );
}

function os(domain: DomainPlan, host: HostFacts, isOld: boolean): XmlNode {
  return element(
    'os',
    firmwareAttributes(domain),
    element('type', { arch: host.arch, machine: machineOf(domain, host.arch) }, 'hvm'),
    firmwareElements(domain),
    osBoot(domain),
    element('bootmenu', { enable: 'no' }),
    host.arch === 'x86_64' && !isOld && domain.firmware === undefined
      ? element('bios', { useserial: 'no' })
      : undefined,
    domain.oemStrings.length > 0 ? element('smbios', { mode: 'sysinfo' }) : undefined,
  );
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

function devices(domain: ChainedDomain, host: HostFacts, isOld: boolean): XmlNode {
  return element(
    'devices',
    {},
    host.emulator === undefined ? undefined : element('emulator', {}, host.emulator),
    diskDevices(domain),
    nicDevices(domain, host, bootsFromNetwork(domain)),
    consoleDevices(domain, !isOld),
    commonDevices(host.arch),
    machineDevices(domain, host.arch),
  );
}
