import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan } from '../providers/plan.ts';
import { type PathRules } from './paths.ts';
import { type Buses } from './target.ts';
import type { ResolveTemplate } from './types.ts';
/** What the disks of an environment are planned from. */
export interface DiskInput {
    /** Absolute. */
    readonly imagesDir: string;
    readonly paths: PathRules;
    readonly resolveTemplate: ResolveTemplate;
    readonly report: ReportProblem;
}
/** Decides the disks of one domain after the other. Mistakes of the init file go to `report`; nothing is thrown. */
export declare class DiskPlanner {
    #private;
    constructor(input: DiskInput);
    /** The domain's disks in the order of the file; one whose template does not exist is left out. */
    plan(domain: DomainSpec, buses: Buses): readonly DiskPlan[];
    /** The disk that hands a NoCloud seed to the guest: virtio, because kernels made for clouds know nothing older. */
    planSeed(domain: DomainSpec, buses: Buses): DiskPlan;
    /** Absolute path of the file that keeps the variables of a domain's EFI firmware. */
    nvram(domain: DomainSpec): string;
    /** Checks where the OVA of a domain is said to be. */
    checkOva({ name, ova }: DomainSpec): void;
}
