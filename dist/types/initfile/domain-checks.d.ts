import type { Context } from './context.ts';
import type { DomainFields } from './domain-schema.ts';
import { type MapNode, type TreeNode } from './tree.ts';
import type { KeyPath } from './types.ts';
/** Memory of a domain that does not say, as in Lago; MiB. */
export declare const DEFAULT_MEMORY = 16384;
/** Reports disks that share their name or target device. */
export declare function checkUnique(disks: readonly TreeNode[], key: 'name' | 'dev', path: KeyPath, context: Context): void;
/** Reports a CPU that is described in two ways (in Lago an error of the first start). */
export declare function checkCpu(map: MapNode, path: KeyPath, context: Context): void;
/** Whether a domain comes from an OVA, which brings its first disk and its memory. */
export declare function isOva(map: MapNode): boolean;
/** Whether a domain is one of libvirt, which needs memory, NICs and disks; what others need, their providers know. */
export declare function isLibvirtsOwn(map: MapNode): boolean;
/** Reports an OVA that is nowhere, and a URL of none. */
export declare function checkOva(map: MapNode, path: KeyPath, context: Context): void;
/** Warns about memory that is left out, or in the wrong unit. */
export declare function checkMemory(fields: DomainFields, path: KeyPath, context: Context): void;
