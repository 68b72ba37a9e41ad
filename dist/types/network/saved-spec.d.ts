import type { NetSpec } from '../initfile/types.ts';
import type { NetPlan } from '../providers/plan.ts';
/** What Lago keeps of a network in `virt/net-<name>`: the init file's mapping and what was decided, in Lago's spelling. */
export declare function netSpec(net: NetSpec, plan: Omit<NetPlan, 'spec'>): Readonly<Record<string, unknown>>;
