import type { Report } from './report.ts';
import { type MapNode } from './tree.ts';
/**
 * The document with prototypes merged into domains, mistyped keys reported and found under their proper names.
 * Other keys of the top level are left alone: they are where people keep their anchors.
 */
export declare function normalise(root: MapNode, report: Report, strict: boolean): MapNode;
