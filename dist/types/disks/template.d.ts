import type { DiskSpec, DomainSpec, KeyPath, ReportProblem } from '../initfile/types.ts';
import type { ResolvedTemplate, ResolveTemplate } from './types.ts';
type TemplateDisk = Extract<DiskSpec, {
    type: 'template';
    templateType: 'lago';
}>;
/** The template version that a disk asks for; reports one that does not exist. */
export declare function findTemplate(disk: TemplateDisk, key: KeyPath, resolveTemplate: ResolveTemplate, report: ReportProblem, arch: DomainSpec['arch']): ResolvedTemplate | undefined;
export {};
