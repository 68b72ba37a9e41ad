import type { DomainSpec, RawMapping, ReportProblem } from '../initfile/types.ts';
import type { CpuPlan, HostFacts, NumaCell } from '../providers/plan.ts';

/** Virtual CPUs of a domain that does not say. */
export const DEFAULT_VCPU = 2;

/** CPU flag that lets a guest run guests of its own, by vendor. */
const NESTING: Readonly<Record<string, 'vmx' | 'svm'>> = { Intel: 'vmx', AMD: 'svm' };

/** Names that may become elements and attributes of libvirt's XML. */
const XML_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Decides the CPU element of a domain; mistakes go to `report`. */
export function planCpu(domain: DomainSpec, host: HostFacts, report: ReportProblem): CpuPlan {
  const key = ['domains', domain.name];
  const vcpu = domain.vcpu ?? DEFAULT_VCPU;
  const { cpuModel, cpuCustom } = domain;
  if (cpuCustom !== undefined) {
    checkNames(cpuCustom, [...key, 'cpu_custom'], report);
    const addTopology = domain.vcpu !== undefined && !Object.hasOwn(cpuCustom, 'topology');
    return { kind: 'custom', element: cpuCustom, addTopology };
  }
  if (cpuModel !== undefined) return namedModel(cpuModel, [...key, 'cpu_model'], host, report);
  const numa = numaCells(vcpu, domain.memory);
  if (numa.some(({ memory }) => memory < 1)) {
    const message = `${domain.memory} MiB are not enough for the ${numa.length} NUMA cells of ${vcpu} CPUs`;
    report({ severity: 'error', code: 'MEMORY_TOO_SMALL', path: [...key, 'memory'], message });
  }
  return { kind: 'host', numa };
}

/** The CPUs and the memory (MiB) of a host-passthrough domain in NUMA cells, as Lago cuts them; the remainder is dropped. */
export function numaCells(vcpu: number, memory: number): readonly NumaCell[] {
  if (vcpu < 2) return [];
  const perCell = cpusPerCell(vcpu);
  const cells = vcpu / perCell;
  return Array.from({ length: cells }, (_, id) => {
    const first = id * perCell;
    const cpus = perCell === 1 ? String(first) : `${first}-${first + perCell - 1}`;
    return { id, cpus, memory: Math.floor(memory / cells) };
  });
}

function cpusPerCell(vcpu: number): number {
  if (vcpu === 2 || vcpu % 2 === 1) return 1;
  return vcpu !== 4 && vcpu % 4 === 0 ? 4 : 2;
}

function namedModel(model: string, path: (string | number)[], host: HostFacts, report: ReportProblem): CpuPlan {
  const vendor = host.cpuModels?.get(model);
  if (host.cpuModels && vendor === undefined) {
    const known = [...host.cpuModels.keys()].sort();
    const message = `libvirt on this host knows no CPU model \`${model}\``;
    const hint = '`virsh cpu-models x86_64` lists them';
    report({ severity: 'error', code: 'UNKNOWN_CPU_MODEL', path, message, hint, unknown: { name: model, known } });
  }
  // TCG is no nested hypervisor of the host's kind, and a model without a known vendor may be of the other one.
  const feature = vendor !== undefined && vendor === host.cpu?.vendor ? NESTING[vendor] : undefined;
  const nested = feature !== undefined && host.acceleration === 'kvm' && host.cpu?.features.includes(feature);
  return { kind: 'model', model, ...(nested ? { requiredFeature: feature } : {}) };
}

/** Values are escaped when XML is written, but names cannot be: anything but a plain name would be XML of its own. */
function checkNames(element: RawMapping, path: (string | number)[], report: ReportProblem): void {
  for (const [key, value] of Object.entries(element)) {
    const here = [...path, key];
    if (key === '#text') continue;
    if (!XML_NAME.test(key.replace(/^@/, ''))) {
      const message = `\`${key}\` cannot be the name of an XML element or, after \`@\`, of an attribute`;
      report({ severity: 'error', code: 'BAD_CPU_CUSTOM', path: here, message });
    }
    const children = Array.isArray(value) ? value : [value];
    for (const child of children) if (isMapping(child)) checkNames(child, here, report);
  }
}

function isMapping(value: unknown): value is RawMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
