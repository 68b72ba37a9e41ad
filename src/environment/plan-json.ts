import { displayAddress } from '../host/http.ts';
import type { AddressRange, DiskPlan, DiskSource, DomainPlan, EnvironmentPlan, NetPlan } from '../providers/plan.ts';

/** Values as JSON has them. */
export type JsonObject = { readonly [key: string]: unknown };

/** Texts of the definitions that a provider would create, by name; what `VmProvider.describe` returns. */
export interface PlanXml {
  readonly nets: ReadonlyMap<string, string>;
  readonly domains: ReadonlyMap<string, string>;
}

/**
 * What `lago plan -f json` prints: `domains.<name>` and `nets.<name>` in the spelling of Lago's saved specs, and
 * `xml.domains.<name>` and `xml.nets.<name>`. Passwords are left out.
 */
export function planToJson(plan: EnvironmentPlan, xml: PlanXml): JsonObject {
  const entries = <T>(map: ReadonlyMap<string, T>, of: (value: T) => unknown): JsonObject =>
    Object.fromEntries([...map].map(([name, value]) => [name, of(value)]));
  return {
    uuid: plan.uuid,
    prefix: plan.prefix,
    acceleration: plan.host.acceleration,
    domains: entries(plan.domains, domainJson),
    nets: entries(plan.nets, netJson),
    xml: { domains: Object.fromEntries(xml.domains), nets: Object.fromEntries(xml.nets) },
  };
}

function domainJson(domain: DomainPlan): JsonObject {
  return defined({
    name: domain.name,
    libvirt_name: domain.libvirtName,
    memory: domain.memory,
    vcpu: domain.vcpu,
    ...machineJson(domain),
    distro: domain.distro,
    mgmt_net: domain.managementNet,
    ip: domain.ip,
    port: domain.external?.port,
    fqdn: domain.fqdn,
    nics: domain.nics.map(({ net, ip, mac, mtu, model }) => defined({ net, ip, mac, mtu, model })),
    disks: domain.disks.map(diskJson),
    ports: domain.ports,
    provision: domain.provisioning.kind,
    groups: domain.groups,
    artifacts: domain.artifacts,
    'ssh-user': domain.sshUser,
    'vm-type': domain.vmType,
    'vm-provider': domain.vmProvider,
    boot_time_sec: domain.bootTimeout,
  });
}

/** What kind of machine it is, as far as that is not as always. */
function machineJson(domain: DomainPlan): JsonObject {
  const { arch, machine, firmware, tpm, boot, graphics, video, shares } = domain;
  return {
    ...{ arch, machine, firmware: firmware?.kind, tpm, graphics, video, shares },
    boot: boot?.map((device) => (device.kind === 'disk' ? device.dev : `eth${device.index}`)),
  };
}

function diskJson(disk: DiskPlan): JsonObject {
  return {
    name: disk.name,
    ...sourceJson(disk.source),
    dev: disk.dev,
    bus: disk.bus,
    format: disk.device === 'cdrom' ? 'iso' : disk.format,
    path: disk.path,
    ...(disk.resize === undefined ? {} : { resize: disk.resize }),
    metadata: disk.metadata,
    // Options may have passwords.
    ...(disk.build.length === 0 ? {} : { build: disk.build.map(({ builder }) => builder) }),
  };
}

function publicUrl(url: string | undefined): string | undefined {
  return url === undefined ? undefined : displayAddress(url);
}

function sourceJson(source: DiskSource): JsonObject {
  switch (source.kind) {
    case 'template':
      return {
        type: 'template',
        template_type: 'lago',
        template_repo: source.repository,
        template_name: source.template,
        template_version: source.version,
        backing_file: source.backingFile,
        backing_format: source.backingFormat,
      };
    case 'template-file':
      return {
        type: 'template',
        template_type: 'qcow2',
        backing_file: source.backingFile,
        backing_format: source.backingFormat,
      };
    case 'empty':
      return { type: 'empty', size: source.size };
    case 'file': {
      if (source.inPlace) return defined({ type: 'file', url: publicUrl(source.url), in_place: true });
      const from = source.copy
        ? { make_a_copy: true, copied_from: source.file }
        : { make_a_copy: false, backing_file: source.file, backing_format: source.fileFormat };
      return defined({ type: 'file', url: publicUrl(source.url), ...from });
    }
    case 'cdrom':
      return defined({ type: 'file', url: publicUrl(source.url) });
    case 'seed':
      return { type: 'seed' };
  }
}

function netJson(net: NetPlan): JsonObject {
  return defined({
    name: net.name,
    libvirt_name: net.libvirtName,
    bridge: net.bridge,
    type: net.type,
    management: net.management,
    gw: net.gw,
    subnet: net.subnet,
    dhcp: net.dhcp && dhcpJson(net.dhcp, net.subnet),
    isolated: net.isolated,
    ipv6: typeof net.ipv6 === 'string' ? `${net.ipv6}::/64` : net.ipv6,
    uplink: net.uplink?.interface,
    mtu: net.mtu,
    dns_domain_name: net.dnsDomainName,
    dns_forward: net.dnsForward,
    dns_records: net.dnsRecords,
    mapping: net.mapping,
  });
}

/** In a /24 the last numbers, as `dhcp` has them in Lago's init files; else the addresses. */
function dhcpJson({ start, end }: AddressRange, subnet: string | undefined): JsonObject {
  const last = (ip: string) => Number(ip.split('.').at(-1));
  return subnet?.endsWith('/24') ? { start: last(start), end: last(end) } : { start, end };
}

function defined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
