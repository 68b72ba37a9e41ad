import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type { ChainedDisk } from './chains.ts';
import { backingStore } from './devices-xml.ts';
import { element } from './xml.ts';

/** An element among its siblings: its name with the children, and its attributes under `:@`. */
type Ordered = Readonly<Record<string, unknown>>;

/** Everything as it stands: text keeps its blanks, numbers stay text. */
const EXACT = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
} as const;
const parser = new XMLParser(EXACT);
const builder = new XMLBuilder({ ...EXACT, suppressBooleanAttributes: false, suppressEmptyNode: true });

/** The definition that libvirt saved with a machine's memory, with the disks of the plan in the images they have now. */
export function withDisks(xml: string, disks: readonly ChainedDisk[]): string {
  const change = (disk: Ordered) => [withImage(disk, disks)];
  return String(builder.build(within(ordered(parser.parse(xml)), ['domain', 'devices', 'disk'], change)));
}

/** What a machine needs of the host besides files: from the definition saved with its memory. */
export function hardwareOf(xml: string): {
  readonly type: string;
  readonly emulator: string | undefined;
  readonly machine: string | undefined;
  readonly arch: string | undefined;
} {
  const [domain] = named(ordered(parser.parse(xml)), 'domain');
  const parts = childrenOf(domain, 'domain');
  const [os] = named(parts, 'os');
  const [type] = named(childrenOf(os, 'os'), 'type');
  const [devices] = named(parts, 'devices');
  const [emulator] = named(childrenOf(devices, 'devices'), 'emulator');
  return {
    type: attribute(domain, 'type') ?? 'qemu',
    emulator: textOf(childrenOf(emulator, 'emulator')),
    machine: attribute(type, 'machine'),
    arch: attribute(type, 'arch'),
  };
}

/** Images that the disks of a running domain have open, topmost first, by device name; from its live definition. */
export function imagesOf(xml: string): Map<string, readonly string[]> {
  const [domain] = named(ordered(parser.parse(xml)), 'domain');
  const [devices] = named(childrenOf(domain, 'domain'), 'devices');
  return new Map(
    named(childrenOf(devices, 'devices'), 'disk').flatMap((disk): [string, readonly string[]][] => {
      const parts = childrenOf(disk, 'disk');
      const dev = attribute(named(parts, 'target')[0], 'dev');
      return dev === undefined ? [] : [[dev, chainOf(parts)]];
    }),
  );
}

function chainOf(parts: readonly Ordered[]): readonly string[] {
  const file = attribute(named(parts, 'source')[0], 'file');
  if (file === undefined) return [];
  return [file, ...chainOf(childrenOf(named(parts, 'backingStore')[0], 'backingStore'))];
}

function withImage(disk: Ordered, disks: readonly ChainedDisk[]): Ordered {
  const parts = childrenOf(disk, 'disk');
  const dev = attribute(named(parts, 'target')[0], 'dev');
  const plan = disks.find((candidate) => candidate.dev === dev);
  if (plan === undefined) return disk;
  const below = backingStore(plan);
  const changed = parts.flatMap((part): readonly Ordered[] => {
    if ('backingStore' in part) return [];
    if ('driver' in part) return [withAttributes(part, { type: plan.format })];
    if ('source' in part) return [element('source', { file: plan.path }), ...(below ? [below] : [])];
    return [part];
  });
  return { ...disk, disk: changed };
}

/** The tree with other elements in place of those at a path. */
function within(
  nodes: readonly Ordered[],
  [name = '', ...rest]: readonly string[],
  change: (node: Ordered) => readonly Ordered[],
): Ordered[] {
  return nodes.flatMap((node) => {
    if (!(name in node)) return [node];
    return rest.length === 0 ? change(node) : [{ ...node, [name]: within(childrenOf(node, name), rest, change) }];
  });
}

function named(nodes: readonly Ordered[], name: string): Ordered[] {
  return nodes.filter((node) => name in node);
}

function childrenOf(node: Ordered | undefined, name: string): Ordered[] {
  return ordered(node?.[name]);
}

function attribute(node: Ordered | undefined, name: string): string | undefined {
  const attributes = node?.[':@'];
  const value = isOrdered(attributes) ? attributes[name] : undefined;
  return value === undefined ? undefined : String(value);
}

function withAttributes(node: Ordered, changed: Readonly<Record<string, string>>): Ordered {
  const attributes = node[':@'];
  return { ...node, ':@': { ...(isOrdered(attributes) ? attributes : {}), ...changed } };
}

function textOf(nodes: readonly Ordered[]): string | undefined {
  const value = named(nodes, '#text')[0]?.['#text'];
  return value === undefined ? undefined : String(value).trim();
}

function ordered(value: unknown): Ordered[] {
  return Array.isArray(value) ? value.filter(isOrdered) : [];
}

function isOrdered(value: unknown): value is Ordered {
  return typeof value === 'object' && value !== null;
}
