import { checkKeys, reportNearMiss } from './check-keys.ts';
import { DOMAIN, NET } from './keys.ts';
import { nearMiss } from './near-miss.ts';
import { code } from './printable.ts';
import { Prototypes } from './prototypes.ts';
import type { Report } from './report.ts';
import { describe, type Entry, isPresent, type MapNode, mapNode, type TreeNode } from './tree.ts';

const SECTIONS = ['domains', 'nets', 'prototypes'];

/**
 * The document with prototypes merged into domains, mistyped keys reported and found under their proper names.
 * Other keys of the top level are left alone: they are where people keep their anchors.
 */
export function normalise(root: MapNode, report: Report, strict: boolean): MapNode {
  const entries = new Map(root.entries);
  for (const [key, entry] of root.entries) {
    if (SECTIONS.includes(key)) continue;
    const meant = nearMiss(
      key,
      SECTIONS.filter((section) => !entries.has(section)),
    );
    if (meant === undefined) continue;
    const at = { path: [key], offset: entry.keyOffset };
    if (meant === 'prototypes') {
      // Not an error, because the section is optional and `prototype:` is a likely home for anchors.
      report.warning({
        ...at,
        code: 'NEAR_MISS',
        message: `unknown key ${code(key)}`,
        hint: 'did you mean `prototypes`?',
      });
      continue;
    }
    reportNearMiss(report, at, key, meant);
    entries.set(meant, entry);
  }
  const prototypes = new Prototypes(prototypeSection(entries.get('prototypes')?.value, report), report);
  mapSection(entries, 'domains', (name, node) =>
    checkKeys(prototypes.merge(node, ['domains', name]), DOMAIN, ['domains', name], report, strict),
  );
  mapSection(entries, 'nets', (name, node) => checkKeys(node, NET, ['nets', name], report, strict));
  return mapNode(root.offset, entries);
}

function prototypeSection(node: TreeNode | undefined, report: Report): MapNode | undefined {
  if (!isPresent(node) || node.kind === 'map') return isPresent(node) ? node : undefined;
  const message = `expected a mapping of names to prototypes, got ${describe(node)}`;
  report.error({ code: 'WRONG_TYPE', path: ['prototypes'], offset: node.offset, message });
  return undefined;
}

function mapSection(
  entries: Map<string, Entry>,
  section: 'domains' | 'nets',
  change: (name: string, node: MapNode) => MapNode,
): void {
  const entry = entries.get(section);
  if (entry?.value.kind !== 'map') return;
  const changed = [...entry.value.entries].map(([name, item]): [string, Entry] => {
    // A name without anything below it is a mapping without keys.
    const { value } = item;
    const node = isPresent(value) ? value : mapNode(item.keyOffset, new Map());
    return [name, node.kind === 'map' ? { ...item, value: change(name, node) } : item];
  });
  entries.set(section, { ...entry, value: mapNode(entry.value.offset, new Map(changed)) });
}
