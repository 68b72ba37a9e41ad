import type { Report } from './report.ts';
import { type MapNode } from './tree.ts';
import type { KeyPath } from './types.ts';
/**
 * Resolves `based-on`: a domain gets every key of its prototype that it lacks, values unmerged. A prototype may have
 * one itself. It is named (a key of `prototypes`), or given in place as a mapping.
 */
export declare class Prototypes {
    #private;
    constructor(named: MapNode | undefined, report: Report);
    /** The domain with its prototypes merged in; `based-on` itself stays. */
    merge(domain: MapNode, path: KeyPath): MapNode;
}
