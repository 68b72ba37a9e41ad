import { type ExportImage } from '../disks/export.ts';
import { type Compressor } from '../host/compress.ts';
import type { DiskPlan } from '../providers/plan.ts';
import type { Services } from './services.ts';
/** One disk that is to be exported. */
export interface ExportJob {
    readonly vm: string;
    readonly disk: DiskPlan;
    readonly image: ExportImage;
    /** Name of the image, without what a compressor adds. */
    readonly name: string;
    /** Name of the file that there will be. */
    readonly fileName: string;
}
/** Names of all files that a disk's export consists of. */
export declare function fileNamesOf({ name, fileName }: Pick<ExportJob, 'name' | 'fileName'>): readonly string[];
/**
 * Writes a disk's image into a directory, with `.hash` and `.metadata` as Lago has them (both about the image before it
 * was compressed), and a `.sha256` of the file itself that `sha256sum --check` reads.
 */
export declare function exportDisk(job: ExportJob, directory: string, compressor: Compressor | undefined, { log, signal }: Services): Promise<void>;
