import type { InventoryHost } from './host.ts';

/** Keys of the spec that make groups when none are given, as in Lago. */
export const DEFAULT_GROUP_KEYS: readonly string[] = ['vm-type', 'groups', 'vm-provider'];

/**
 * How groups are named. `lago`: as Lago does (`vm-type=default`, plus one plain group per entry of `groups`);
 * current Ansible accepts that with a warning. `valid`: names that Ansible takes without one (`vm_type_default`).
 * `both`: Lago's, then the valid ones where they differ.
 */
export type GroupNames = 'lago' | 'valid' | 'both';

/**
 * Groups of a machine, in order: one `<key>=<value>` per key found in its spec (one per item of a list), then its plain
 * groups. No name twice.
 */
export function groupsOf(host: InventoryHost, keys: readonly string[], names: GroupNames): readonly string[] {
  const keyed = keys.flatMap((key) => valuesAt(host.spec, key).map((value) => `${key}=${value}`));
  const lago = [...keyed, ...host.groups].map(parsable).filter((group) => group !== '');
  const valid = lago.map(validGroupName);
  if (names === 'lago') return [...new Set(lago)];
  return [...new Set(names === 'valid' ? valid : [...lago, ...valid])];
}

/** The name as Ansible itself would mend it: letters, digits and underscores, no digit in front. */
export function validGroupName(group: string): string {
  return group.replace(/^\/+/, '').replace(/^(?=\d)|[^A-Za-z0-9_]/g, '_');
}

/** What would break the line of a group, or be evaluated by Ansible, becomes an underscore. */
function parsable(group: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return group.replace(/[\u0000-\u0020\u007f:\][#;"'\\]|\{(?=[{%#])/g, '_');
}

/**
 * Scalars at a key path, spelt as Python would. `/` separates, numbers are list indices (negative from the end), one
 * leading slash is fine. Whatever is not there, or is a map, gives nothing.
 */
function valuesAt(spec: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  const path = key.replace(/^\//, '');
  const found = (path === '' ? [] : path.split('/')).reduce<unknown>(child, spec);
  return (Array.isArray(found) ? found : [found]).flatMap((value: unknown) => {
    if (typeof value === 'boolean') return [value ? 'True' : 'False'];
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
}

function child(parent: unknown, part: string): unknown {
  if (Array.isArray(parent)) return /^-?\d+$/.test(part) ? parent.at(Number(part)) : undefined;
  if (typeof parent !== 'object' || parent === null) return undefined;
  return Object.entries(parent).find(([name]) => name === part)?.[1];
}
