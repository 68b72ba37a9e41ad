import { stat } from 'node:fs/promises';
import { UserError } from '../../host/errors.ts';
import { forAll } from '../../host/parallel.ts';
import { progressOf } from '../../templates/progress.ts';
import type { TemplateQuery } from '../../templates/repository-types.ts';
import { templateId } from '../../templates/types.ts';
import { wantedTemplates } from '../catalogue.ts';
import { ensureTemplate } from '../ensure-template.ts';
import type { Resolved } from '../host-services.ts';
import { resolveWithPlugins } from '../plugins/equip.ts';
import { readInput } from '../preview.ts';
import { openRepositories } from '../repositories.ts';
import { templateStore } from './in-use.ts';
import type { PulledTemplate, PullTemplatesOptions } from './options.ts';

/** How many templates are fetched at once. */
const FETCHES = 2;

/** Brings templates into the store: see the function of this name in on-demand.ts. */
export async function pullTemplates(options: PullTemplatesOptions): Promise<PulledTemplate[]> {
  const resolved = await resolveWithPlugins(options);
  const { services } = resolved;
  const queries = await queriesOf(options, resolved);
  const repositories = openRepositories(options, resolved, { refresh: true });
  const { signal, log } = services;
  const found = await forAll(queries, (query) => repositories.find(query), { signal, limit: FETCHES });
  const versions = new Map(found.map((version) => [templateId(version), version]));
  const store = templateStore(services);
  return forAll(
    versions,
    async ([id, version], abort) => {
      const fetched = !(await store.has(version));
      const path = await ensureTemplate(version, store, repositories, {
        signal: abort,
        log,
        onProgress: progressOf(id, log),
      });
      return { id, path, size: (await stat(path)).blocks * 512, fetched };
    },
    { signal, limit: FETCHES },
  );
}

async function queriesOf(options: PullTemplatesOptions, resolved: Resolved): Promise<readonly TemplateQuery[]> {
  const { templates = [], initFile } = options;
  const named = templates.map(parseName);
  if (initFile === undefined) return named;
  return [...named, ...wantedTemplates(await readInput({ ...options, initFile }, resolved))];
}

/** `NAME`, `NAME:VERSION`, `REPOSITORY/NAME:VERSION`, or `REPOSITORY:NAME:VERSION` as the store has it. */
export function parseName(text: string): TemplateQuery {
  const parts = text.split(':');
  const [first = '', second, third] = parts;
  if (parts.length > 3 || parts.includes('')) {
    throw new UserError('TEMPLATE_NAME_INVALID', `"${text}" is no name of a template`, {
      hint: 'Write NAME, NAME:VERSION or REPOSITORY/NAME:VERSION.',
    });
  }
  if (third !== undefined) return { template: `${first}/${second}`, version: third };
  return second === undefined ? { template: first } : { template: first, version: second };
}
