import { type Step } from './step.ts';
/**
 * Collects the evidence if it is wanted, then destroys the environment. Every part is tried, whatever happened to the ones
 * before; `main` may have died at any line.
 *
 * @param scratch directory that `main` made; undefined when it made none, and so nothing else.
 */
export declare function cleanUp(step: Step, scratch: string | undefined, signal: AbortSignal): Promise<void>;
