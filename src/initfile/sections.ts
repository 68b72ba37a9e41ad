import type { Context } from './context.ts';
import { isLibvirtsOwn } from './domain-checks.ts';
import { parseDomain } from './domains.ts';
import { checkName } from './names.ts';
import { parseNet } from './nets.ts';
import type { Report } from './report.ts';
import { find, type MapNode } from './tree.ts';
import type { DomainSpec, KeyPath, NetSpec } from './types.ts';

/** Most domains, and most networks, of a file. */
const MAX_NAMES = 1000;

/** Checks all domains and networks of a document; what is wrong in one is reported and left out. */
export function parseSections(
  tree: MapNode,
  report: Report,
  context: Context,
): { readonly domains: ReadonlyMap<string, DomainSpec>; readonly nets: ReadonlyMap<string, NetSpec> } {
  const domains = parseSection(tree, 'domains', 'domain', report, context, parseDomain);
  const nets = needsNets(tree) ? parseSection(tree, 'nets', 'network', report, context, parseNet) : new Map();
  return { domains, nets };
}

/** Machines that exist already have their networks; a file with nothing else needs none. */
function needsNets(tree: MapNode): boolean {
  const domains = find(tree, ['domains']);
  if (find(tree, ['nets']) !== undefined || domains?.kind !== 'map' || domains.entries.size === 0) return true;
  return [...domains.entries.values()].some(({ value }) => value.kind !== 'map' || isLibvirtsOwn(value));
}

function parseSection<Spec>(
  tree: MapNode,
  section: 'domains' | 'nets',
  kind: 'domain' | 'network',
  report: Report,
  context: Context,
  parse: (name: string, map: MapNode, path: KeyPath, context: Context) => Spec,
): ReadonlyMap<string, Spec> {
  const specs = new Map<string, Spec>();
  const node = context.mapping(find(tree, [section]), [section], `a mapping of names to ${kind}s`);
  if (node === undefined) return specs;
  if (node.entries.size > MAX_NAMES) {
    context.error('TOO_MANY', [section], `${node.entries.size} ${kind}s, at most ${MAX_NAMES} are possible`);
    return specs;
  }
  if (node.entries.size === 0) reportNone(section, kind, context);
  for (const [name, entry] of node.entries) {
    const path = [section, name];
    checkName(kind, name, path, entry.keyOffset, report);
    const map = context.mapping(entry.value, path, `a mapping that describes a ${kind}`);
    if (map !== undefined) specs.set(name, parse(name, map, path, context));
  }
  return specs;
}

/** An environment of networks alone works; one without networks cannot have machines that are reachable. */
function reportNone(section: 'domains' | 'nets', kind: string, context: Context): void {
  if (section === 'domains') context.warning('NO_DOMAINS', [section], `there is no ${kind}`);
  else context.error('NO_NETS', [section], `there is no ${kind}`, 'write, for example, `lago: { type: nat }`');
}
