import type { ImportedDisk, ImportedOva } from '../disks/ova/import.ts';
import { freeVirtioDev } from '../disks/target.ts';
import { isUsableDiskName } from '../initfile/names.ts';
import type { DiskSpec, DomainSpec, InitFile, KeyPath, RawMapping } from '../initfile/types.ts';

/** Keys of a domain's `metadata` that are about its system, and so about the first disk of an OVA, which has no place for them. */
const OF_SYSTEM = ['distro', 'provision', 'root-partition'];
/** Where Lago takes the system of an OVA to be. */
const ROOT_PARTITION = '/dev/sda1';

/** An init file whose domains out of OVAs have become domains with layers over the images in those. */
export function withImports(initFile: InitFile, imports: ReadonlyMap<string, ImportedOva>): InitFile {
  const domains = [...initFile.domains].map(([name, domain]): [string, DomainSpec] => {
    const ova = imports.get(name);
    return [name, ova === undefined ? domain : importedDomain(domain, ova)];
  });
  const locate = (path: KeyPath) => initFile.locate(writtenPath(path, imports));
  return { ...initFile, domains: new Map(domains), locate };
}

/** The disks of an OVA stand before those of the file; problems with them are problems of its `url`. */
function writtenPath(path: KeyPath, imports: ReadonlyMap<string, ImportedOva>): KeyPath {
  const [section, name, key, index, ...rest] = path;
  if (section !== 'domains' || key !== 'disks' || typeof index !== 'number') return path;
  const before = imports.get(String(name))?.disks.length ?? 0;
  return index < before ? [section, String(name), 'url'] : [section, String(name), key, index - before, ...rest];
}

/** Lago overwrites memory and processors of the file; here the file wins, as for all else that it says. */
function importedDomain({ ova: _done, ...domain }: DomainSpec, ova: ImportedOva): DomainSpec {
  const memory = isGiven(domain.raw, 'memory') ? domain.memory : (ova.memory ?? domain.memory);
  const vcpu = domain.vcpu ?? ova.vcpu;
  return {
    ...domain,
    memory,
    ...(vcpu === undefined ? {} : { vcpu }),
    disks: [...importedDisks(domain, ova.disks), ...domain.disks],
    raw: { ...domain.raw, type: 'template', memory, ...(vcpu === undefined ? {} : { vcpu }) },
  };
}

function importedDisks(domain: Pick<DomainSpec, 'disks' | 'metadata'>, disks: readonly ImportedDisk[]): DiskSpec[] {
  const specs: DiskSpec[] = [];
  for (const [index, disk] of disks.entries()) {
    const others = [...domain.disks, ...specs];
    const name = freeName(disk.name, index, others);
    const dev = freeVirtioDev(others.map((other) => ({ device: 'disk', bus: 'virtio', dev: other.dev })));
    specs.push(diskSpec(disk, name, dev, index === 0 ? systemMetadata(domain.metadata) : {}));
  }
  return specs;
}

function diskSpec({ content }: ImportedDisk, name: string, dev: string, metadata: RawMapping): DiskSpec {
  const common = { name, dev, format: 'qcow2', metadata, build: [], skipExport: false } as const;
  const raw = { name, dev, format: 'qcow2', metadata };
  if (content.kind === 'empty') {
    return { ...common, type: 'empty', size: content.size, raw: { ...raw, type: 'empty', size: `${content.size}` } };
  }
  const { file: path } = content;
  return {
    ...common,
    type: 'template',
    templateType: 'qcow2',
    path,
    raw: { ...raw, type: 'template', template_type: 'qcow2', path },
  };
}

function systemMetadata(metadata: RawMapping): RawMapping {
  const given = OF_SYSTEM.flatMap((key) => (isGiven(metadata, key) ? [[key, metadata[key]]] : []));
  return { 'root-partition': ROOT_PARTITION, ...Object.fromEntries(given) };
}

/** The name from the OVA, unless it is unfit for files or taken. */
function freeName(wanted: string, index: number, others: readonly DiskSpec[]): string {
  const candidates = [wanted, `disk${index}`, `ova-disk${index}`, `ova-disk${index}-${others.length}`];
  const isFree = (name: string) => isUsableDiskName(name) && others.every((other) => other.name !== name);
  return candidates.find(isFree) ?? `ova-disk${index}-${others.map(({ name }) => name).join('').length}`;
}

function isGiven(mapping: RawMapping, key: string): boolean {
  return mapping[key] !== undefined && mapping[key] !== null;
}
