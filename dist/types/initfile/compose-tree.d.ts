import type { Report } from './report.ts';
import { type TreeNode } from './tree.ts';
/** Values of a document after aliases, merges and prototypes; 1000 domains with 100 values each are 100,000. */
export declare const MAX_VALUES = 250000;
/**
 * Resolves aliases and merge keys of a parsed YAML document; duplicate keys are reported. Undefined when that cannot be
 * done: unknown aliases, cycles, alias bombs, endless depth, all reported.
 */
export declare function composeTree(contents: unknown, report: Report): TreeNode | undefined;
/** Reports a document that grows beyond {@link MAX_VALUES} by its aliases or prototypes. */
export declare function reportTooLarge(report: Report, offset: number): void;
