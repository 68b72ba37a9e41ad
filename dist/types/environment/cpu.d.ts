import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { CpuPlan, HostFacts, NumaCell } from '../providers/plan.ts';
/** Virtual CPUs of a domain that does not say. */
export declare const DEFAULT_VCPU = 2;
/** Decides the CPU element of a domain; mistakes go to `report`. */
export declare function planCpu(domain: DomainSpec, host: HostFacts, report: ReportProblem): CpuPlan;
/** The CPUs and the memory (MiB) of a host-passthrough domain in NUMA cells, as Lago cuts them; the remainder is dropped. */
export declare function numaCells(vcpu: number, memory: number): readonly NumaCell[];
