import type { RawMapping } from '../initfile/types.ts';
import type { DiskPlan, EnvironmentPlan } from '../providers/plan.ts';
/** A disk of an export: which one of its domain it is, and what its file is called. */
export interface ExportedDisk {
    readonly disk: DiskPlan;
    readonly fileName: string;
}
/**
 * The init file that makes an exported environment anew from the files beside it. As in Lago, except that addresses are
 * only in it when the user had chosen them: the new environment may run beside the old one.
 *
 * @param disks exported disks, by domain; domains that are not in it are left out.
 */
export declare function exportedInitFile(plan: EnvironmentPlan, disks: ReadonlyMap<string, readonly ExportedDisk[]>): RawMapping;
