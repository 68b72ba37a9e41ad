import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan, HostFacts } from '../providers/plan.ts';
import { type PathRules } from './paths.ts';
import type { ResolveTemplate } from './types.ts';
/** What the disks of an environment are planned from. */
export interface DiskInput {
    /** Absolute. */
    readonly imagesDir: string;
    readonly paths: PathRules;
    readonly arch: HostFacts['arch'];
    readonly resolveTemplate: ResolveTemplate;
    readonly report: ReportProblem;
}
/** Decides the disks of one domain after the other. Mistakes of the init file go to `report`; nothing is thrown. */
export declare class DiskPlanner {
    #private;
    constructor(input: DiskInput);
    /** The domain's disks in the order of the file; one whose template does not exist is left out. */
    plan(domain: DomainSpec): readonly DiskPlan[];
    /** The disk that hands a NoCloud seed to the guest: virtio, because kernels made for clouds know nothing older. */
    planSeed(domain: DomainSpec): DiskPlan;
}
