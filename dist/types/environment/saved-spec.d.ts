import type { DomainSpec, RawMapping } from '../initfile/types.ts';
import type { DomainPlan } from '../providers/plan.ts';
/**
 * What Lago keeps of a domain in `virt/vm-<name>`: the init file's mapping and what was decided, in Lago's spelling. Paths
 * inside the prefix are written with `$LAGO_PREFIX_PATH`, so that it can be moved.
 */
export declare function domainSpec(domain: DomainSpec, plan: Omit<DomainPlan, 'spec'>, prefix: string): RawMapping;
