import type { Context } from './context.ts';
import type { Report } from './report.ts';
import { type MapNode } from './tree.ts';
import type { DomainSpec, NetSpec } from './types.ts';
/** Checks all domains and networks of a document; what is wrong in one is reported and left out. */
export declare function parseSections(tree: MapNode, report: Report, context: Context): {
    readonly domains: ReadonlyMap<string, DomainSpec>;
    readonly nets: ReadonlyMap<string, NetSpec>;
};
