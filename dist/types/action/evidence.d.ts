import { type Environment, type Logger } from '../index.ts';
import type { Evidence } from './summary.ts';
/** Evidence as it lies on disk. */
export interface Collection {
    readonly directory: string;
    readonly evidence: readonly Evidence[];
}
/**
 * Collects what explains a failed job into `directory`: the artifacts of every machine, serial logs, screenshots, the logs
 * of Lago and of the action. Takes what can be had.
 *
 * @param env undefined when the environment could not be opened; then there are only logs.
 */
export declare function collectEvidence(env: Environment | undefined, directory: string, actionLog: string, { log, signal }: {
    readonly log: Logger;
    readonly signal: AbortSignal;
}): Promise<Collection>;
/**
 * Files of a directory that can be uploaded, absolute. Names that GitHub refuses are changed on disk, files that cannot be
 * read are made readable; links are left out, since the upload would follow them.
 */
export declare function uploadableFiles(directory: string): string[];
/** Moves a directory to a place that outlives the job; gives its path there. */
export declare function keepDirectory(directory: string, target: string): Promise<string>;
/** A path for people: relative to the workspace when it is inside. */
export declare function shownPath(path: string, workspace: string): string;
