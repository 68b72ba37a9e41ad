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
      const custom = fromMapping(cpu.element);
      const attributes = emulable(custom.attributes, host);
      return element('cpu', attributes, custom.children, cpu.addTopology ? topology : undefined);
    }
  }
}

/** TCG lacks features that nearly every model has: QEMU then leaves them out, where libvirt's check would refuse to start. */
function unchecked(host: HostFacts): XmlAttributes {
  return host.acceleration === 'tcg' ? { check: 'none' } : {};
}

/** There is no host CPU to pass through without KVM; what comes next to it is all that QEMU can emulate. */
function emulable(attributes: XmlAttributes, host: HostFacts): XmlAttributes {
  if (host.acceleration === 'kvm') return attributes;
  if (attributes.mode === 'host-passthrough') return { ...attributes, mode: 'maximum' };
  return attributes.match === undefined ? attributes : { ...unchecked(host), ...attributes };
}

interface Converted {
  readonly attributes: XmlAttributes;
  readonly children: readonly (XmlNode | string)[];
}

/** Turns `@key` into attributes, `#text` into text, lists into repeated elements. Names were checked by the plan. */
function fromMapping(mapping: Readonly<Record<string, unknown>>): Converted {
  const attributes: Record<string, string> = {};
  const children: (XmlNode | string)[] = [];
  for (const [key, value] of Object.entries(mapping)) {
    if (key.startsWith('@')) attributes[key.slice(1)] = textOf(value);
    else if (key === '#text') children.push(textOf(value));
    else for (const item of Array.isArray(value) ? value : [value]) children.push(childOf(key, item));
  }
  return { attributes, children };
}

function childOf(name: string, value: unknown): XmlNode {
  if (isMapping(value)) {
    const { attributes, children } = fromMapping(value);
    return element(name, attributes, children);
  }
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
