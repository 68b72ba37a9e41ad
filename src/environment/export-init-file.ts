import type { RawMapping } from '../initfile/types.ts';
import type { DiskPlan, DomainPlan, EnvironmentPlan, ExternalMachine, NetPlan } from '../providers/plan.ts';
import { BOOT_KINDS } from './boot.ts';

/** A disk of an export: which one of its domain it is, and what its file is called. */
export interface ExportedDisk {
  readonly disk: DiskPlan;
  readonly fileName: string;
}

/** Keys of a domain that Lago generates, that name what is not exported, or that are written anew. */
const DOMAIN_KEYS = [
  'based-on',
  'boot',
  'disks',
  'mgmt_net',
  'name',
  'nics',
  'shares',
  'snapshots',
  'type',
  'url',
] as const;
/** Keys of a disk that say where its content came from; it is in the exported image now. */
const DISK_KEYS = [
  'build',
  'in_place',
  'make_a_copy',
  'metadata',
  'path',
  'resize',
  'size',
  'template_name',
  'template_type',
  'template_version',
  'type',
  'url',
] as const;
/** Metadata of a disk without which `init` would not know how to prepare the guest. */
const KEPT_METADATA = ['arch', 'distro', 'provision', 'root-partition'] as const;

/**
 * The init file that makes an exported environment anew from the files beside it. As in Lago, except that addresses are
 * only in it when the user had chosen them: the new environment may run beside the old one.
 *
 * @param disks exported disks, by domain; domains that are not in it are left out.
 */
export function exportedInitFile(
  plan: EnvironmentPlan,
  disks: ReadonlyMap<string, readonly ExportedDisk[]>,
): RawMapping {
  const generated = new Set([...plan.nets.values()].flatMap(({ mapping }) => Object.keys(mapping)));
  const domains = [...plan.domains.values()].filter(({ name }) => disks.has(name));
  const nets = [...plan.nets.values()].map((net) => [net.name, netOf(net, generated)]);
  return {
    domains: Object.fromEntries(domains.map((domain) => [domain.name, domainOf(domain, disks.get(domain.name) ?? [])])),
    // Where all machines exist already there are none, which must not be said.
    ...(nets.length > 0 ? { nets: Object.fromEntries(nets) } : {}),
  };
}

function domainOf(domain: DomainPlan, disks: readonly ExportedDisk[]): RawMapping {
  const { spec, rootPassword, external } = domain;
  const given: readonly unknown[] = Array.isArray(spec.disks) ? spec.disks : [];
  const nics = nicsOf(domain);
  return {
    ...without(spec, DOMAIN_KEYS),
    // Numbers in the file are text that YAML took for one.
    ...('root-password' in spec && rootPassword !== undefined ? { 'root-password': rootPassword } : {}),
    ...bootOf(domain, disks),
    ...sharesOf(domain),
    ...(isMapping(spec.metadata) ? { metadata: without(spec.metadata, ['deploy-scripts', 'ovirt-scripts']) } : {}),
    ...(nics.length > 0 ? { nics } : {}),
    ...(external
      ? accessOf(domain, external)
      : { disks: disks.map((exported) => diskOf(exported, given[domain.disks.indexOf(exported.disk)])) }),
  };
}

/** How a machine that exists already is entered, wherever the file lies; the address may have come from a NIC. */
function accessOf({ ip }: DomainPlan, { key }: ExternalMachine): RawMapping {
  return { ...(ip === undefined ? {} : { address: ip }), ...(key ? { 'ssh-key': key.source } : {}) };
}

/** The boot order without disks that are not exported; what is usual when nothing else is left of it. */
function bootOf({ spec: { boot } }: DomainPlan, disks: readonly ExportedDisk[]): RawMapping {
  const known = [...BOOT_KINDS, ...disks.map(({ disk }) => disk.name)];
  const words: readonly unknown[] = [boot ?? []].flat();
  const kept = words.filter((word) => known.includes(String(word)));
  return kept.length > 0 ? { boot: kept } : {};
}

/** Directories that are shared stay where they are on the host: relative paths would refer to another one elsewhere. */
function sharesOf({ spec, shares = [] }: DomainPlan): RawMapping {
  const given: readonly unknown[] = Array.isArray(spec.shares) ? spec.shares : [];
  if (shares.length === 0) return {};
  return {
    shares: shares.map(({ source }, index) => {
      const share = given[index];
      return { ...(isMapping(share) ? share : {}), source };
    }),
  };
}

function nicsOf({ spec, nics }: DomainPlan): readonly unknown[] {
  const given: readonly unknown[] = Array.isArray(spec.nics) ? spec.nics : [];
  return given.map((nic, index) => {
    if (!isMapping(nic) || nics[index]?.fixed === true) return nic;
    return without(nic, ['ip']);
  });
}

function diskOf({ disk, fileName }: ExportedDisk, given: unknown): RawMapping {
  const metadata = KEPT_METADATA.filter((key) => disk.metadata[key] !== undefined).map((key) => [
    key,
    disk.metadata[key],
  ]);
  return {
    ...(isMapping(given) ? without(given, DISK_KEYS) : {}),
    name: disk.name,
    ...typeOf(disk),
    format: disk.device === 'cdrom' ? 'iso' : disk.format,
    path: `$LAGO_INITFILE_PATH/${fileName}`,
    ...(metadata.length > 0 ? { metadata: Object.fromEntries(metadata) } : {}),
  };
}

function typeOf({ source, device }: DiskPlan): RawMapping {
  const isTemplate = source.kind === 'template' || source.kind === 'template-file';
  if (isTemplate && device === 'disk') return { type: 'template', template_type: 'qcow2' };
  const copy = source.kind === 'empty' || (source.kind === 'file' && source.copy);
  return { type: 'file', ...(copy ? { make_a_copy: true } : {}) };
}

/** Networks are those of the file again: what was decided about them is decided anew. */
function netOf({ spec, fixed }: NetPlan, generated: ReadonlySet<string>): RawMapping {
  const records = isMapping(spec.dns_records) ? Object.entries(spec.dns_records) : [];
  const own = records.filter(([name]) => !generated.has(name));
  return {
    ...without(spec, ['name', 'mapping', 'dns_forward', 'dns_records', ...(fixed === true ? [] : ['gw'])]),
    ...(own.length > 0 ? { dns_records: Object.fromEntries(own) } : {}),
  };
}

function isMapping(value: unknown): value is RawMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(mapping: RawMapping, keys: readonly string[]): RawMapping {
  return Object.fromEntries(Object.entries(mapping).filter(([key]) => !keys.includes(key)));
}
