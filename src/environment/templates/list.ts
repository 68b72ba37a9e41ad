import { inventory, type StoreEntry } from '../../templates/inventory.ts';
import type { RepositoryListing } from '../../templates/repositories.ts';
import { templateId } from '../../templates/types.ts';
import { resolveOptions } from '../host-services.ts';
import { openRepositories } from '../repositories.ts';
import type { ListTemplatesOptions, StoredVersion, TemplateListing } from './options.ts';

/** Lists templates: see the function of this name in on-demand.ts. */
export async function listTemplates(options: ListTemplatesOptions): Promise<TemplateListing[]> {
  const resolved = resolveOptions(options);
  const { log, paths } = resolved.services;
  const { entries } = await inventory(paths.storeDir);
  const listings = options.stored ? [] : await openRepositories(options, resolved).list();
  for (const { problem, location } of listings) {
    if (problem) log.warning(`the template repository ${location} cannot be listed: ${problem.message}`);
  }
  const seen = new Map<string, string>();
  const offered = listings.flatMap((listing) => listing.templates.map((each) => offer(listing, each, entries, seen)));
  const known = new Set(offered.map(({ repository, template }) => `${repository}:${template}`));
  const others = Map.groupBy(entries, ({ repository, template }) => `${repository}:${template}`);
  const alone = [...others].filter(([key]) => !known.has(key)).map(([, group]) => storedOnly(group));
  return [...offered, ...alone.toSorted((one, other) => (one.template < other.template ? -1 : 1))];
}

function offer(
  { name = '', location }: RepositoryListing,
  { template, aliases, versions }: RepositoryListing['templates'][number],
  entries: readonly StoreEntry[],
  seen: Map<string, string>,
): TemplateListing {
  const hiddenBy = seen.get(template);
  for (const each of [template, ...aliases]) if (!seen.has(each)) seen.set(each, name);
  const own = entries.filter((entry) => entry.repository === name && entry.template === template);
  return {
    template,
    repository: name,
    location,
    aliases,
    versions,
    stored: own.map(storedVersion),
    ...(hiddenBy === undefined ? {} : { hiddenBy }),
  };
}

function storedOnly(group: readonly StoreEntry[]): TemplateListing {
  const [{ repository, template } = { repository: '', template: '' }] = group;
  const stored = group.map(storedVersion);
  return { template, repository, aliases: [], versions: stored.map(({ version }) => version), stored };
}

function storedVersion(entry: StoreEntry): StoredVersion {
  const { version, files, allocated, lastUsed, verified } = entry;
  return { version, id: templateId(entry), path: files.image, size: allocated, lastUsed, verified };
}
