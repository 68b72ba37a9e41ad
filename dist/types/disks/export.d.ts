import { type Backing, type ImageContext } from '../host/qemu-img.ts';
import type { DiskPlan } from '../providers/plan.ts';
/** What a disk becomes in an export. */
export type ExportImage = 
/** Everything that was written since the template, in one layer over its name. */
{
    readonly kind: 'layer';
    /** Images above the template, topmost first. */
    readonly layers: readonly [Backing, ...Backing[]];
    readonly template: Backing;
    /** `<template>:<version>`. */
    readonly name: string;
}
/** One image with everything that is under it. */
 | {
    readonly kind: 'whole';
    readonly image: Backing;
}
/** A CD-ROM, as it is. */
 | {
    readonly kind: 'copy';
    readonly file: string;
};
/**
 * Decides how a disk is exported: as a layer over its template when it has one, else whole.
 *
 * @param storeDir template store, where the template of a chain of imported layers is.
 * @param what names the disk in messages.
 * @throws {UserError} `DISK_FILE_MISSING`, `DISK_FORMAT_WRONG`, `DISK_CHAIN_INVALID`.
 */
export declare function planExport(disk: DiskPlan, options: {
    readonly standalone: boolean;
    readonly storeDir: string;
}, what: string): Promise<ExportImage>;
/** Bytes that the exported image will need, about. */
export declare function measureExport(image: ExportImage, context: ImageContext): Promise<number>;
/**
 * Writes the exported image to `file`, straight: an interrupted call leaves it half done. The source is only read, and
 * QEMU's locks see to it that no machine writes to it meanwhile.
 *
 * @throws {ToolError} `TOOL_FAILED`; {@link HostError} `DISK_FULL`; {@link CancelledError}.
 */
export declare function writeExport(image: ExportImage, file: string, context: ImageContext): Promise<void>;
