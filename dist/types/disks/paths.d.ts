import type { KeyPath, ReportProblem } from '../initfile/types.ts';
import type { OvaPlace } from './ova/import.ts';
/** What the paths of an init file's disks are resolved and judged by. */
export interface PathRules {
    /** Absolute directory that relative paths refer to. */
    readonly cwd: string;
    /** Absolute directories in which the paths must lie. */
    readonly allowedPaths: readonly string[];
    /** Replaces the variables that are known only now (`$LAGO_PREFIX_PATH`, `$LAGO_WORKDIR_PATH`). */
    expand(text: string): string;
}
/** Absolute path for a `path` of the init file; reports one that lies where init files may not reach. */
export declare function resolvePath(text: string, key: KeyPath, rules: PathRules, report: ReportProblem): string;
/** Reports a `url` that cannot be downloaded from. */
export declare function checkUrl(text: string, key: KeyPath, report: ReportProblem, hint?: string): void;
/** Where the `url` of an OVA points: an http or https URL, a file URL, or a path. Reports one that cannot be used. */
export declare function ovaPlace(url: string, key: KeyPath, rules: PathRules, report: ReportProblem): OvaPlace;
