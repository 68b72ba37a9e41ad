import type { Level } from './keys.ts';
import type { Report } from './report.ts';
import { type MapNode } from './tree.ts';
import type { KeyPath } from './types.ts';
/**
 * Reports unknown and mistyped keys of a mapping and of those below it. In the mapping that is returned, a mistyped key
 * and another name of a key are also there under the proper name, so that their values get checked as well.
 */
export declare function checkKeys(node: MapNode, level: Level, path: KeyPath, report: Report, strict: boolean): MapNode;
interface Place {
    readonly path: KeyPath;
    readonly offset: number;
}
/** Reports a key that is almost a known one; its wrong name is worth an error because what it says would be lost. */
export declare function reportNearMiss(report: Report, at: Place, key: string, meant: string): void;
export {};
