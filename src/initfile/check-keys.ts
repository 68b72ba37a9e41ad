import type { Level } from './keys.ts';
import { nearMiss } from './near-miss.ts';
import { code } from './printable.ts';
import type { Report } from './report.ts';
import { type Entry, isPresent, listNode, type MapNode, mapNode, type TreeNode } from './tree.ts';
import type { KeyPath } from './types.ts';

/** Unknown keys of one mapping that are compared with those that there are. */
const MAX_UNKNOWN = 1000;

/**
 * Reports unknown and mistyped keys of a mapping and of those below it. In the mapping that is returned, a mistyped key
 * and another name of a key are also there under the proper name, so that their values get checked as well.
 */
export function checkKeys(node: MapNode, level: Level, path: KeyPath, report: Report, strict: boolean): MapNode {
  const added = new Map<string, Entry>();
  const isAbsent = (key: string): boolean => !node.entries.has(key) && !added.has(key);
  let unknown = 0;
  for (const [key, entry] of node.entries) {
    const at = { path: [...path, key], offset: entry.keyOffset };
    const successor = level.deprecated?.get(key);
    if (successor !== undefined) {
      report.warning({ ...at, code: 'DEPRECATED_KEY', message: `${code(key)} is now called ${code(successor)}` });
    }
    const proper = level.aliases?.get(key);
    if (proper !== undefined) {
      if (isAbsent(proper)) added.set(proper, entry);
      else if (isPresent(entry.value)) warnIgnored(report, at, key, proper);
    } else if (!level.keys.includes(key) && !level.silent.includes(key)) {
      unknown += 1;
      const meant = unknown > MAX_UNKNOWN ? undefined : nearMiss(key, level.keys.filter(isAbsent));
      if (meant !== undefined) {
        added.set(meant, entry);
        reportNearMiss(report, at, key, meant);
      } else if (level.open !== true) reportUnknown(report, at, key, level, strict);
    }
  }
  const all = [...node.entries, ...added].map(([key, entry]): [string, Entry] => {
    const below = level.children?.get(key);
    return [key, below === undefined ? entry : { ...entry, value: checkBelow(entry.value, below, [...path, key]) }];
  });
  return mapNode(node.offset, new Map(all));

  function checkBelow(value: TreeNode, below: Level, at: KeyPath): TreeNode {
    if (value.kind === 'map') return checkKeys(value, below, at, report, strict);
    if (value.kind !== 'list') return value;
    const items = value.items.map((item, index) =>
      item.kind === 'map' ? checkKeys(item, below, [...at, index], report, strict) : item,
    );
    return listNode(value.offset, items);
  }
}

interface Place {
  readonly path: KeyPath;
  readonly offset: number;
}

/** Reports a key that is almost a known one; its wrong name is worth an error because what it says would be lost. */
export function reportNearMiss(report: Report, at: Place, key: string, meant: string): void {
  report.error({ ...at, code: 'NEAR_MISS', message: `unknown key ${code(key)}`, hint: `did you mean ${code(meant)}?` });
}

function reportUnknown(report: Report, at: Place, key: string, level: Level, strict: boolean): void {
  const finding = {
    ...at,
    code: 'UNKNOWN_KEY',
    message: `${code(key)} is not a key of ${level.what}`,
    hint: strict ? `known are ${level.keys.join(', ')}` : 'it is kept, and has no effect',
  };
  if (strict) report.error(finding);
  else report.warning(finding);
}

function warnIgnored(report: Report, at: Place, key: string, proper: string): void {
  report.warning({
    ...at,
    code: 'IGNORED_KEY',
    message: `${code(key)} has no effect because ${code(proper)} is there too`,
  });
}
