import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { Architecture, DomainPlan, FirmwarePlan, HostFacts } from '../providers/plan.ts';
/** What kind of machine a domain is, before its disks are planned. */
export interface Machine {
    readonly arch: Architecture;
    readonly type: string;
    readonly firmware: FirmwarePlan['kind'] | undefined;
    /** Whether it has an IDE controller. */
    readonly ide: boolean;
}
/** Decides what kind of machine a domain is. What it cannot be, or the host has not installed, goes to `report`. */
export declare function planMachine(domain: DomainSpec, host: HostFacts, report: ReportProblem): Machine;
/** What the plan says of the machine, in as few words as possible: what is as always stays unsaid. */
export declare function machineParts(domain: DomainSpec, { arch, type, firmware }: Machine, host: HostFacts, nvram: () => string): Pick<DomainPlan, 'arch' | 'machine' | 'firmware' | 'tpm' | 'graphics' | 'video'>;
