import { z } from 'zod';
import { readJsonIfExists } from '../../host/files.ts';
import { restoredMetadata, TemplateTransfer } from '../../templates/ci-cache.ts';
import { entryFiles } from '../../templates/entry.ts';
import type { TemplateStore } from '../../templates/store.ts';
import { type TemplateVersion, templateId } from '../../templates/types.ts';
import { hasHashOf } from '../../templates/verify.ts';
import type { CiCache } from '../ci-cache.ts';
import { templateCacheKey } from '../fetch-templates.ts';
import type { Services } from '../services.ts';
import type { LockedTemplate } from './lock-file.ts';
import { hashOfEntry } from './templates.ts';

const metadataSchema = z.record(z.string(), z.unknown());

/**
 * Finds a template that its repository has no more: in the store, else in the cache, from where it is brought into the
 * store. Only with the hash of the lock file: what else is in the store is nobody's business.
 *
 * @param ciCache none when nothing may be changed.
 */
export async function findGone(
  entry: LockedTemplate,
  store: TemplateStore,
  ciCache: CiCache | undefined,
  { log, signal }: Pick<Services, 'log' | 'signal'>,
): Promise<TemplateVersion | undefined> {
  const { repository, template, version } = entry;
  const hash = hashOfEntry(entry);
  if (hash === undefined) return undefined;
  const name = { repository, template, version };
  const files = entryFiles(store.directory, name);
  // It is not fetched from anywhere: it is there.
  const gone = { ...name, hash, isPinned: true, origin: { kind: 'file', path: files.image }, metadata: {} } as const;
  if (await store.has(name)) {
    // A cache would not replace what the store has.
    if (!(await hasHashOf(gone, files, { signal }))) return undefined;
    const metadata = await readJsonIfExists(files.metadata, metadataSchema).catch(() => undefined);
    return { ...gone, metadata: metadata ?? {} };
  }
  let found: TemplateVersion | undefined;
  const key = templateCacheKey(gone);
  const subject = { kind: 'template', name: templateId(name) } as const;
  await ciCache?.restore(subject, key === undefined ? [] : [key], async (directory) => {
    const restored = { ...gone, metadata: await restoredMetadata(directory) };
    const problem = await new TemplateTransfer(store).accept(restored, directory, { log, signal });
    if (problem === undefined) found = restored;
    return problem;
  });
  return found;
}
