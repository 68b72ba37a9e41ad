import { commonOptions } from '../context.ts';
import { flag } from '../options.ts';
import type { Sdk, TemplateListing } from '../sdk.ts';
import { isDefaultFormat, minute, printTable } from '../table.ts';
import { repositoryOptions, repositorySettings } from '../template-options.ts';
import { defineVerb } from '../verb.ts';

export const templatesList = defineVerb({
  name: 'templates list',
  summary: 'List the templates of all repositories, and which of them are in the store',
  options: {
    ...repositoryOptions,
    versions: flag('--versions', 'all versions, not the newest only'),
    stored: flag('--stored', 'only what is in the store, without asking any repository'),
  },
  sections: ['init'],
  example: 'templates list --stored',
  notes: [
    'Repositories come in the order in which `init` asks them. Built-in templates have no version before one was seen.',
    'Those for aarch64 (debian12-aarch64, ...) are left out of the table unless they are in the store.',
    'Other formats (-f) have all of it, and sizes in bytes.',
  ].join('\n'),
  async run(call) {
    const { options, sdk } = call;
    const found = await sdk.listTemplates({
      ...commonOptions(call),
      ...repositorySettings(call),
      stored: options.stored,
    });
    if (options.stored) {
      const empty = 'no template is in the store';
      printTable(call, 'id', found.flatMap(storedRecords), { row: (record) => storedRow(record, sdk), empty });
    } else if (options.versions && !isDefaultFormat(call)) call.printRecords('name', found.map(withVersions));
    else {
      const records = found.flatMap(options.versions ? eachVersion : newest);
      const shown = isDefaultFormat(call) ? records.filter((record) => !isVariant(record, records)) : records;
      printTable(call, 'name', shown, { row: (record) => newestRow(record, sdk), empty: 'there are no templates' });
    }
    return 0;
  },
});

function storedRecords({ repository, template, stored }: TemplateListing) {
  return stored.map(({ version, id, path, size, lastUsed, verified }) => ({
    ...{ id, repository, template, version, path, size, verified },
    last_used: lastUsed.toISOString(),
  }));
}

function storedRow({ id, size, last_used, verified }: ReturnType<typeof storedRecords>[number], sdk: Sdk) {
  const used = minute(new Date(last_used));
  return { id, size: sdk.formatSize(size), 'last used': used, verified: verified ? 'yes' : 'no' };
}

function newest(listing: TemplateListing) {
  return recordOf(listing, listing.versions[0]);
}

function eachVersion(listing: TemplateListing) {
  const all = versionsOf(listing);
  return all.length === 0 ? [newest(listing)] : all.map((version) => recordOf(listing, version));
}

function versionsOf({ versions, stored }: TemplateListing): readonly string[] {
  return [...new Set([...versions, ...stored.map(({ version }) => version)])];
}

function recordOf(listing: TemplateListing, version: string | undefined) {
  const there = listing.stored.find((each) => each.version === version);
  return { ...common(listing), version: version ?? null, stored: there !== undefined, size: there?.size ?? null };
}

type Newest = ReturnType<typeof recordOf>;

function newestRow({ name, version, stored, size, aliases, hidden_by }: Newest, sdk: Sdk) {
  return {
    name,
    version: version ?? '',
    stored: stored ? sdk.formatSize(size ?? 0) : '',
    'other names': hidden_by === null ? aliases : `hidden by ${hidden_by}`,
  };
}

/** Whether it is only that of another architecture, of a template that is shown itself. */
function isVariant({ name, stored }: Newest, all: readonly Newest[]): boolean {
  const suffix = '-aarch64';
  return !stored && name.endsWith(suffix) && all.some((other) => other.name === name.slice(0, -suffix.length));
}

function withVersions(listing: TemplateListing) {
  const sizeOf = (name: string) => listing.stored.find(({ version }) => version === name)?.size;
  return {
    ...common(listing),
    versions: versionsOf(listing).map((version) => ({
      version,
      stored: sizeOf(version) !== undefined,
      size: sizeOf(version) ?? null,
    })),
  };
}

function common({ repository, template, aliases, hiddenBy }: TemplateListing) {
  return { name: `${repository}/${template}`, aliases: aliases.join(', '), hidden_by: hiddenBy ?? null };
}
