import type { Context } from './context.ts';
import { type MapNode } from './tree.ts';
import type { DomainSpec, KeyPath } from './types.ts';
/** Checks one domain. What is wrong is reported and left out; each NIC and disk keeps its place, if by a stand-in. */
export declare function parseDomain(name: string, map: MapNode, path: KeyPath, context: Context): DomainSpec;
