import type { InitFile, KeyPath } from '../../initfile/types.ts';
/** A way in which a lock file and what it locks differ. */
export interface LockProblem {
    /** `<file>:<line>` */
    readonly place: string;
    readonly message: string;
}
/** Place of a key in the init file. */
export declare function placeIn(initFile: InitFile, path: KeyPath): string;
/** @throws {UserError} `LOCK_FILE_OUTDATED` with all problems, unless there are none. */
export declare function throwProblems(file: string, problems: readonly LockProblem[]): void;
/** @throws {UserError} `LOCK_FILE_MISSING`, always. */
export declare function throwMissing(file: string): never;
