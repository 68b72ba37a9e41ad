import { realpath, rm } from 'node:fs/promises';
import { LagoError, UserError } from '../../host/errors.ts';
import { inventory, type StoreEntry } from '../../templates/inventory.ts';
import { progressOf } from '../../templates/progress.ts';
import type { Repositories } from '../../templates/repositories.ts';
import { type TemplateVersion, templateId } from '../../templates/types.ts';
import { verifyEntry } from '../../templates/verify.ts';
import { ensureTemplate } from '../ensure-template.ts';
import { resolveOptions } from '../host-services.ts';
import { openRepositories } from '../repositories.ts';
import type { Services } from '../services.ts';
import { environmentsOf, imageUsers, templateStore } from './in-use.ts';
import type { VerifiedTemplate, VerifyTemplatesOptions } from './options.ts';

/** Verifies what is in the store: see the function of this name in on-demand.ts. */
export async function verifyTemplates(options: VerifyTemplatesOptions): Promise<VerifiedTemplate[]> {
  const resolved = resolveOptions(options);
  const { services } = resolved;
  const { entries } = await inventory(services.paths.storeDir);
  const repositories = openRepositories(options, resolved);
  const results: VerifiedTemplate[] = [];
  for (const entry of chosen(entries, options.ids)) {
    const reason = await problemOf(entry, services);
    if (reason === undefined) results.push({ id: templateId(entry), state: 'good' });
    else results.push(await dealtWith(entry, reason, options.repair === true ? repositories : undefined, services));
  }
  return results;
}

function chosen(entries: readonly StoreEntry[], ids: readonly string[] = []): readonly StoreEntry[] {
  const fits = (entry: StoreEntry, id: string) => `:${templateId(entry)}:`.includes(`:${id.replace('/', ':')}:`);
  const stranger = ids.find((id) => !entries.some((entry) => fits(entry, id)));
  if (stranger !== undefined) {
    throw new UserError('TEMPLATE_NOT_STORED', `the store has no template ${stranger}`, {
      hint: '`lago templates list --stored` shows those that it has.',
    });
  }
  return ids.length === 0 ? entries : entries.filter((entry) => ids.some((id) => fits(entry, id)));
}

/** Reads the whole image and compares it with what was published; whoever wants a broken one next finds out, too. */
async function problemOf(entry: StoreEntry, { log, signal }: Services): Promise<string | undefined> {
  const { repository, template, version, files, record } = entry;
  log.info(`verifying ${templateId(entry)}`);
  const subject: TemplateVersion = {
    ...{ repository, template, version },
    origin: { kind: 'file', path: files.image },
    metadata: {},
    ...(record?.hash ? { hash: record.hash } : {}),
  };
  const verdict = await verifyEntry(subject, files, { signal, log });
  if (verdict.good) return undefined;
  await rm(files.mark, { force: true }).catch(() => undefined);
  return verdict.reason;
}

async function dealtWith(
  entry: StoreEntry,
  problem: string,
  repositories: Repositories | undefined,
  services: Services,
): Promise<VerifiedTemplate> {
  const id = templateId(entry);
  const { signal, log } = services;
  const usedBy = (await imageUsers(services)).get(await realpath(entry.files.image)) ?? [];
  const broken = { id, state: 'broken' as const, ...(usedBy.length === 0 ? {} : { usedBy }) };
  if (!repositories) return { ...broken, reason: problem };
  if (environmentsOf(usedBy).length > 0)
    return { ...broken, reason: `${problem}; there are disks over it, so it stays` };
  try {
    const { repository, template, version: name } = entry;
    // The name is one that the store had: it says by itself which architecture it is for, if it is not x86_64.
    const version = await repositories.find({ template: `${repository}/${template}`, version: name, arch: 'x86_64' });
    const onProgress = progressOf(id, log);
    await ensureTemplate(version, templateStore(services), repositories, { signal, log, onProgress });
    return { id, state: 'repaired', reason: problem };
  } catch (error) {
    if (!(error instanceof LagoError) || error.code === 'CANCELLED') throw error;
    return { ...broken, reason: `${problem}; it cannot be fetched anew: ${error.message}` };
  }
}
