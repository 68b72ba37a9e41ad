import type { Report } from './report.ts';
import type { KeyPath } from './types.ts';
/** Names of domains and networks for a JSON Schema. */
export declare const NAME_PATTERN: string;
/**
 * Checks the name of a domain or network, which becomes a DNS label, a file name and a libvirt name. What breaks one
 * of them is an error; what only makes a poor label (`_`, `.`, capitals) is a warning, because it worked in Lago.
 */
export declare function checkName(kind: 'domain' | 'network', name: string, path: KeyPath, offset: number, report: Report): void;
/** Names of disks for a JSON Schema. */
export declare const DISK_NAME: {
    pattern: string;
    maxLength: number;
};
/** Whether a disk's name can be part of a file name. */
export declare function isUsableDiskName(name: string): boolean;
