import type { Context } from './context.ts';
import { type TreeNode } from './tree.ts';
import type { DiskSpec, KeyPath } from './types.ts';
/** Checks one disk; undefined when it has errors, all of which are then reported. */
export declare function parseDisk(node: TreeNode, path: KeyPath, context: Context): DiskSpec | undefined;
