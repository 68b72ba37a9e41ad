import type { DomainPlan, HostFacts } from '../plan.ts';
import { element, type XmlAttributes, type XmlNode } from './xml.ts';

/** The `<cpu>` element of a domain. */
export function cpuXml({ cpu, vcpu }: DomainPlan, host: HostFacts): XmlNode {
  const topology = element('topology', { sockets: vcpu, cores: 1, threads: 1 });
  switch (cpu.kind) {
    case 'host': {
      const cells = cpu.numa.map((cell) => element('cell', { ...cell, unit: 'MiB' }));
      const mode = host.acceleration === 'kvm' ? 'host-passthrough' : 'maximum';
      return element('cpu', { mode }, topology, cells.length > 0 ? element('numa', {}, cells) : undefined);
    }
    case 'model':
      return element(
        'cpu',
        { match: 'exact', ...unchecked(host) },
        element('model', {}, cpu.model),
        topology,
        cpu.requiredFeature && element('feature', { policy: 'require', name: cpu.requiredFeature }),
      );
    case 'custom': {
      const custom = fromMapping('cpu', cpu.element);
      return cpu.addTopology ? element('cpu', custom.attributes, custom.children, topology) : custom.node;
    }
  }
}

/** TCG lacks features that nearly every model has: QEMU then leaves them out, where libvirt's check would refuse to start. */
function unchecked(host: HostFacts): XmlAttributes {
  return host.acceleration === 'tcg' ? { check: 'none' } : {};
}

interface Converted {
  readonly attributes: XmlAttributes;
  readonly children: readonly (XmlNode | string)[];
  readonly node: XmlNode;
}

/** Turns `@key` into attributes, `#text` into text, lists into repeated elements. Names were checked by the plan. */
function fromMapping(name: string, mapping: Readonly<Record<string, unknown>>): Converted {
  const attributes: Record<string, string> = {};
  const children: (XmlNode | string)[] = [];
  for (const [key, value] of Object.entries(mapping)) {
    if (key.startsWith('@')) attributes[key.slice(1)] = textOf(value);
    else if (key === '#text') children.push(textOf(value));
    else for (const item of Array.isArray(value) ? value : [value]) children.push(childOf(key, item));
  }
  return { attributes, children, node: element(name, attributes, children) };
}

function childOf(name: string, value: unknown): XmlNode {
  if (isMapping(value)) return fromMapping(name, value).node;
  return value === null || value === '' ? element(name) : element(name, {}, textOf(value));
}

/** Libvirt spells truth `yes` and `no`; an init file that does so without quotes gives a boolean. */
function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === undefined ? '' : String(value);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
