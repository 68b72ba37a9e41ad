import type { DomainPlan, HostFacts } from '../providers/plan.ts';

/** Name of a machine's CPU model: that of the init file, else that of the host; undefined where nobody knows it. */
export async function cpuModel({ cpu }: DomainPlan, host: () => Promise<HostFacts>): Promise<string | undefined> {
  switch (cpu.kind) {
    case 'model':
      return cpu.model;
    case 'custom':
      return textOf(cpu.element.model);
    case 'host':
      return (await host()).cpu?.model;
  }
}

/** Vendor of a machine's CPU, as libvirt names it (`Intel`, `AMD`, `generic`); undefined where nobody knows it. */
export async function cpuVendor(plan: DomainPlan, host: () => Promise<HostFacts>): Promise<string | undefined> {
  const facts = await host();
  if (plan.cpu.kind === 'host') return facts.cpu?.vendor;
  const model = await cpuModel(plan, host);
  return model === undefined ? undefined : facts.cpuModels?.get(model);
}

/** Text of an element in `@attribute` / `#text` notation. */
function textOf(element: unknown): string | undefined {
  const text: unknown =
    typeof element === 'object' && element !== null && '#text' in element ? element['#text'] : element;
  return typeof text === 'string' ? text : undefined;
}
