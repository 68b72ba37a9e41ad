import { type Logger } from '../index.ts';
/** What preparing a host needs to know. */
export interface PrepareOptions {
    readonly setup: boolean;
    readonly templateStore: string | undefined;
    readonly log: Logger;
    readonly signal: AbortSignal;
}
/**
 * Makes a host ready for this job: sets it up if that is wanted, removes environments that earlier jobs left behind, and
 * shows what was found. Nothing of it fails the job: whether the environment can run is for `main` to tell.
 */
export declare function prepareHost({ setup, templateStore, log, signal }: PrepareOptions): Promise<void>;
