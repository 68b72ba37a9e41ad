import type { Context } from './context.ts';
import { type MapNode } from './tree.ts';
import type { KeyPath, NetSpec } from './types.ts';
/** Checks one network. What is wrong is reported and left out. */
export declare function parseNet(name: string, map: MapNode, path: KeyPath, context: Context): NetSpec;
