import { commonOptions } from '../context.ts';
import { flag } from '../options.ts';
import type { TemplateListing } from '../sdk.ts';
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
  notes: 'Repositories come in the order in which `init` asks them. Sizes are bytes on the disk.',
  async run(call) {
    const { options, sdk } = call;
    const found = await sdk.listTemplates({
      ...commonOptions(call),
      ...repositorySettings(call),
      stored: options.stored,
    });
    if (options.stored) call.printRecords('id', found.flatMap(storedRecords));
    else if (options.versions) call.printRecords('name', found.map(withVersions));
    else call.printRecords('name', found.map(newest));
    return 0;
  },
});

function storedRecords({ repository, template, stored }: TemplateListing) {
  return stored.map(({ version, id, path, size, lastUsed, verified }) => ({
    ...{ id, repository, template, version, path, size, verified },
    last_used: lastUsed.toISOString(),
  }));
}

function newest(listing: TemplateListing) {
  const [version] = listing.versions;
  const there = listing.stored.find((each) => each.version === version);
  return { ...common(listing), version: version ?? null, stored: there !== undefined, size: there?.size ?? null };
}

function withVersions(listing: TemplateListing) {
  const all = [...new Set([...listing.versions, ...listing.stored.map(({ version }) => version)])];
  const sizeOf = (name: string) => listing.stored.find(({ version }) => version === name)?.size;
  return {
    ...common(listing),
    versions: all.map((version) => ({
      version,
      stored: sizeOf(version) !== undefined,
      size: sizeOf(version) ?? null,
    })),
  };
}

function common({ repository, template, aliases, hiddenBy }: TemplateListing) {
  return { name: `${repository}/${template}`, aliases: aliases.join(', '), hidden_by: hiddenBy ?? null };
}
