import type { InitFile, PlanProblem, Problem } from '../initfile/types.ts';
/** Collects the problems that planning finds and puts them in the order of the file. */
export declare class ProblemList {
    #private;
    constructor(initFile: InitFile);
    /** Takes note of a problem; one that several domains share through an anchor is kept once. */
    readonly report: (found: PlanProblem) => void;
    /** All problems of one severity. */
    of(severity: Problem['severity']): readonly Problem[];
}
