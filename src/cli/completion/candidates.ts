import { globalOptions } from '../global-options.ts';
import { type Completes, longFlag, type OptionSpec, shortFlag, takesValue } from '../options.ts';
import type { Verb, VerbArgument } from '../verb.ts';
import { findVerb, verbWords } from '../verb-groups.ts';

/** A word that fits, with what it is. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** What the word under the cursor may be. */
export type Wanted =
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  | { readonly kind: 'names'; readonly of: Completes }
  | { readonly kind: 'files' };

/** A command line up to the word under the cursor, understood as far as that goes. */
export interface Line {
  readonly wanted: Wanted;
  /** Text of global options that stand before it, by their long flags: they tell which environment is meant. */
  readonly given: ReadonlyMap<string, string>;
}

type Spec = OptionSpec<unknown>;

const GLOBALS: readonly Spec[] = Object.values(globalOptions);
const FILES: Wanted = { kind: 'files' };

/**
 * Finds out what may stand under the cursor.
 *
 * @param before words after the name of the program, without the one under the cursor
 */
export function readLine(verbs: readonly Verb[], before: readonly string[], current: string): Line {
  const given = new Map<string, string>();
  let verb: Verb | undefined;
  let group: string | undefined;
  let open: Spec | undefined;
  let helps = false;
  let onlyArguments = false;
  let count = 0;
  for (const word of before) {
    if (open && !word.startsWith('-')) {
      given.set(longFlag(open), word);
      if (!open.repeatable || !open.flags.includes('...')) open = undefined;
    } else if (word === '--') {
      onlyArguments = true;
    } else if (word.startsWith('-') && !onlyArguments) {
      const [name = '', ...value] = word.split('=');
      const spec = optionsOf(verb).find((each) => longFlag(each) === name || shortFlag(each) === name);
      if (spec && value.length > 0) given.set(longFlag(spec), value.join('='));
      open = spec && takesValue(spec) && value.length === 0 ? spec : undefined;
    } else if (verb) {
      count += 1;
      onlyArguments ||= verb.passThrough === true;
    } else {
      ({ verb, group } = findVerb(verbs, group === undefined ? [word] : [group, word]));
      if (word === 'help') helps = true;
      else if (!verb && group !== word) return { wanted: FILES, given };
    }
  }
  const place = { verb, group, open, onlyArguments, count, helps };
  return { wanted: wantedAt(place, verbs, current), given };
}

interface Place {
  readonly verb: Verb | undefined;
  /** Group of verbs that was entered. */
  readonly group: string | undefined;
  readonly open: Spec | undefined;
  readonly onlyArguments: boolean;
  readonly count: number;
  readonly helps: boolean;
}

function wantedAt(place: Place, verbs: readonly Verb[], current: string): Wanted {
  const { verb, group, open, onlyArguments, count, helps } = place;
  if (open && !current.startsWith('-')) return valuesOf(open);
  if (current.startsWith('-') && !onlyArguments) return { kind: 'words', words: optionsOf(verb).map(described) };
  if (verb) return helps ? { kind: 'words', words: [] } : argumentAt(verb, count);
  return { kind: 'words', words: verbWords(verbs, group) };
}

/** What an option takes, for `--option=` as well. */
export function valuesOf(spec: Spec): Wanted {
  if (spec.completes) return { kind: 'names', of: spec.completes };
  if (!spec.choices) return FILES;
  return { kind: 'words', words: spec.choices.map((word) => ({ word, description: spec.description })) };
}

/** Options of a verb, then the global ones that it does not hide. */
export function optionsOf(verb: Verb | undefined): readonly Spec[] {
  const own = Object.values(verb?.options ?? {});
  const names = new Set(own.map(longFlag));
  return [...own, ...GLOBALS.filter((spec) => !names.has(longFlag(spec)))];
}

function described(spec: Spec): Candidate {
  return { word: longFlag(spec), description: spec.description };
}

function argumentAt({ arguments: all = [], name }: Verb, index: number): Wanted {
  const last = all.at(-1);
  const argument = all[index] ?? (last?.syntax.includes('...') ? last : undefined);
  if (!argument) return { kind: 'words', words: [] };
  if (argument.choices) {
    return { kind: 'words', words: argument.choices.map((word) => ({ word, description: argument.description })) };
  }
  const of = completesOf(argument, name);
  return of === undefined ? FILES : { kind: 'names', of };
}

/** By the words that help has for arguments, so that a new verb needs to say nothing. */
function completesOf({ syntax }: VerbArgument, verb: string): Completes | undefined {
  const word = /\w+/.exec(syntax)?.[0];
  if (word === 'HOST' || word === 'VM') return 'vm';
  if (word?.startsWith('PREFIX')) return 'prefix';
  if (word === 'TEMPLATE') return 'template';
  return word === 'SNAPSHOT' || (word === 'NAME' && ['revert', 'snapshot'].includes(verb)) ? 'snapshot' : undefined;
}
