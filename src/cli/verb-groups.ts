/** What the verbs of a group have in common, for help: the first word of names like `templates list`. */
const SUMMARIES: ReadonlyMap<string, string> = new Map([
  ['templates', 'List, fetch, check, build, add and prune templates'],
  ['layers', 'List, show and prune what `build` and bootstrap have made'],
]);

/** The group that a verb belongs to, by its full name; undefined for one that stands by itself. */
export function groupOf(name: string): string | undefined {
  const [first, second] = name.split(' ');
  return second === undefined ? undefined : first;
}

/** The word that calls a verb: the last one of its name. */
export function wordOf(name: string): string {
  return name.split(' ').at(-1) ?? name;
}

/** One line on a group for the list of verbs. */
export function groupSummary(group: string): string {
  return SUMMARIES.get(group) ?? `What there is to do with ${group}`;
}

/** Section of the configuration that has the options of a verb: `templates-list` for `templates list`. */
export function sectionOf(name: string): string {
  return name.replaceAll(' ', '-');
}

/** Something that is called by words on the command line. */
export interface Named {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
}

/**
 * Finds what the first words of a line call: a verb, or a group of them.
 *
 * @returns the verb, or the group that was entered without one.
 */
export function findVerb<V extends Named>(
  verbs: readonly V[],
  [first = '', second]: readonly string[],
): { readonly verb?: V; readonly group?: string } {
  const isCalled = ({ name, aliases = [] }: V, word: string | undefined) =>
    word !== undefined && [wordOf(name), ...aliases].includes(word);
  const members = verbs.filter(({ name }) => groupOf(name) === first);
  const verb =
    members.find((each) => isCalled(each, second)) ??
    verbs.find((each) => groupOf(each.name) === undefined && isCalled(each, first));
  if (verb) return { verb };
  return members.length === 0 ? {} : { group: first };
}

/** Words that may follow: those of a group's verbs, else those of all verbs by themselves and of all groups. */
export function verbWords(verbs: readonly Named[], group: string | undefined) {
  const words = new Map<string, string>();
  for (const { name, summary } of verbs) {
    const own = groupOf(name);
    if (own === group) words.set(wordOf(name), summary);
    else if (group === undefined && own !== undefined) words.set(own, groupSummary(own));
  }
  return [...words].map(([word, description]) => ({ word, description }));
}
