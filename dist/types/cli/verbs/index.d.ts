import type { Verb } from '../verb.ts';
/** All verbs, in the order in which help lists them. */
export declare const VERBS: readonly Verb[];
