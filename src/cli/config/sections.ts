import { globalOptions } from '../global-options.ts';
import type { Verb } from '../verb.ts';
import { sectionOf } from '../verb-groups.ts';
import type { Section } from './settings.ts';
import { GLOBAL_SECTION } from './sources.ts';

/** All sections that a configuration file may have: the global options, then those of each verb. */
export function sectionsOf(verbs: readonly Verb[]): Section[] {
  return [
    { name: GLOBAL_SECTION, options: globalOptions },
    ...verbs.map(({ name, options }) => ({ name: sectionOf(name), options })),
  ];
}
