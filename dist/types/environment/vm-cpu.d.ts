import type { DomainPlan, HostFacts } from '../providers/plan.ts';
/** Name of a machine's CPU model: that of the init file, else that of the host; undefined where nobody knows it. */
export declare function cpuModel({ cpu }: DomainPlan, host: () => Promise<HostFacts>): Promise<string | undefined>;
/** Vendor of a machine's CPU, as libvirt names it (`Intel`, `AMD`, `generic`); undefined where nobody knows it. */
export declare function cpuVendor(plan: DomainPlan, host: () => Promise<HostFacts>): Promise<string | undefined>;
