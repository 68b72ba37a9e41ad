import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { PAYLOAD } from './host/layout.ts';
import type { PayloadEntries } from './host/payload.ts';

const repositorySchema = z.looseObject({
  sources: z.object({ local: z.looseObject({ args: z.looseObject({ root: z.string() }) }) }),
  templates: z.record(
    z.string(),
    z.looseObject({ versions: z.record(z.string(), z.looseObject({ handle: z.string() })) }),
  ),
});

/** Node as the host has it. */
export const HOST_NODE = `${PAYLOAD}/bin/node`;
/** The action as a release has it. */
export const HOST_ACTION = `${PAYLOAD}/action`;
/** A template repository with the micro template. */
export const HOST_REPOSITORY = `${PAYLOAD}/templates/repo.json`;

/**
 * What users have on a runner, Node and a release of the action, and a template to start from.
 *
 * @param repository path of the template repository here
 */
export async function payloadFiles(repository: string): Promise<PayloadEntries> {
  return {
    'bin/node': { from: process.execPath },
    'action/action.yml': { from: resolve('action.yml') },
    'action/dist': { from: resolve('dist') },
    'action/package.json': { from: resolve('package.json') },
    ...(await microTemplate(repository)),
  };
}

/** The micro template alone: the others are large and of no use here. */
async function microTemplate(repository: string): Promise<PayloadEntries> {
  const { sources, templates, ...rest } = repositorySchema.parse(JSON.parse(await readFile(repository, 'utf8')));
  const { micro } = templates;
  if (micro === undefined) throw new Error(`${repository} has no template micro`);
  const local = { ...sources.local, args: { ...sources.local.args, root: `${PAYLOAD}/templates` } };
  const text = JSON.stringify({ ...rest, sources: { local }, templates: { micro } });
  const handles = Object.values(micro.versions).map(({ handle }) => handle);
  const files = handles.flatMap((handle) => [handle, `${handle}.hash`, `${handle}.metadata`]);
  const entries = files.map((file) => [`templates/${file}`, { from: join(sources.local.args.root, file) }] as const);
  return { 'templates/repo.json': { text }, ...Object.fromEntries(entries) };
}
