import type { Context } from './context.ts';
import { type MapNode } from './tree.ts';
import type { DomainSpec, KeyPath } from './types.ts';
/** Checks one domain; undefined when it has errors, all of which are then reported. */
export declare function parseDomain(name: string, map: MapNode, path: KeyPath, context: Context): DomainSpec | undefined;
