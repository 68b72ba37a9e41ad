import { type PathRules } from '../disks/paths.ts';
import type { InitFile, Problem } from '../initfile/types.ts';
import type { Services } from './services.ts';
/** What finding OVAs needs. */
export interface OvaContext {
    readonly rules: PathRules;
    /** Directory of the environment's images. */
    readonly imagesDir: string;
    readonly services: Services;
}
/**
 * Imports the OVAs of an init file into the directory of the images, which goes with the environment, and puts their disks,
 * memory and processors into the domains. Domains with the same OVA share its images.
 *
 * @throws {UserError} `OVA_INVALID`, `DISK_PATH_NOT_ALLOWED`, `DISK_FILE_MISSING`; errors of downloads and of qemu-img.
 */
export declare function importOvas(initFile: InitFile, context: OvaContext): Promise<InitFile>;
/**
 * The init file as {@link importOvas} would make it, without a change to anything. A remote OVA whose description is not at
 * its beginning is left out: see {@link unreadOvas}.
 */
export declare function previewOvas(initFile: InitFile, context: OvaContext): Promise<InitFile>;
/** Warnings about domains whose OVA nobody has read. */
export declare function unreadOvas(initFile: InitFile): readonly Problem[];
