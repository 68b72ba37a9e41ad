import { type TreeNode } from './tree.ts';
import type { DiskSpec, NicSpec } from './types.ts';
/** A NIC, on the network that it names if that can be told. */
export declare function standInNic(node: TreeNode): NicSpec;
/** A disk at a device that hardly another one has. */
export declare function standInDisk(index: number): DiskSpec;
