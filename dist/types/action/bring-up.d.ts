import { type Environment } from '../index.ts';
import type { Settings } from './settings.ts';
import type { JobState } from './state.ts';
import type { Step } from './step.ts';
import { type JobCache } from './template-cache.ts';
/** How far bringing up came; filled in on the way, so that a failure can be reported with what is known. */
export interface Progress {
    env?: Environment;
    cache?: JobCache;
}
/** What bringing up needs besides the settings. */
export interface BringUpContext {
    readonly step: Step;
    readonly signal: AbortSignal;
    /** Notes something for `post`. */
    readonly note: (change: Partial<JobState>) => void;
    readonly progress: Progress;
}
/**
 * Makes the environment, starts it and hands it over to later steps. A machine that does not come up is left as it is: `post`
 * collects the evidence, and destroys.
 */
export declare function bringUp(settings: Settings, context: BringUpContext): Promise<void>;
