import { type Logger } from '../index.ts';
import { Annotations } from './annotations.ts';
import type { GetInput } from './settings.ts';
import { Timings } from './timings.ts';
/** What every phase of the action needs; put together once. */
export interface Step {
    readonly log: Logger;
    readonly annotations: Annotations;
    readonly timings: Timings;
    /** Directory of the job's files; relative paths in inputs refer to it. */
    readonly workspace: string;
    readonly getInput: GetInput;
}
/** Log of the action itself in its scratch directory; part of the artifact. */
export declare const ACTION_LOG = "action.log";
/** @param scratch directory for the log file; none is written without. */
export declare function createStep(scratch: string | undefined): Step;
/** Ends the process: connections of the toolkit would keep it, and so the job, waiting. Output is written synchronously. */
export declare function endStep(): never;
/** Writes the job summary of this step. A runner without summaries, or that cannot keep one, is no reason to fail. */
export declare function writeSummary(markdown: string, log: Logger): Promise<void>;
