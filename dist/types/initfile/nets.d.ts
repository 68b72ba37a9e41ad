import type { Context } from './context.ts';
import { type MapNode } from './tree.ts';
import type { KeyPath, NetSpec } from './types.ts';
/** Checks one network; undefined when it has errors, all of which are then reported. */
export declare function parseNet(name: string, map: MapNode, path: KeyPath, context: Context): NetSpec | undefined;
