import type { ChainedDisk } from './chains.ts';
/** The definition that libvirt saved with a machine's memory, with the disks of the plan in the images they have now. */
export declare function withDisks(xml: string, disks: readonly ChainedDisk[]): string;
/** What a machine needs of the host besides files: from the definition saved with its memory. */
export declare function hardwareOf(xml: string): {
    readonly type: string;
    readonly emulator: string | undefined;
    readonly machine: string | undefined;
    readonly arch: string | undefined;
};
/** Images that the disks of a running domain have open, topmost first, by device name; from its live definition. */
export declare function imagesOf(xml: string): Map<string, readonly string[]>;
