import type { Verb } from '../verb.ts';
import type { Section } from './settings.ts';
/** All sections that a configuration file may have: the global options, then those of each verb. */
export declare function sectionsOf(verbs: readonly Verb[]): Section[];
