import { createHash } from 'node:crypto';
import { contentKey } from '../../templates/ci-cache.ts';
import { entryFiles, readRecord } from '../../templates/entry.ts';
import { type TemplateVersion, templateId } from '../../templates/types.ts';
import { sameHash } from '../../templates/verify.ts';

/**
 * Identity of a template's content, for the keys of layers over it: that of the repository's hash, the same on every host.
 * The store may have other content than the repository says now, or a template without a hash: that is known by its own
 * digest.
 *
 * @returns undefined for a template without a hash that is not in the store yet.
 */
export async function templateDigest(storeDir: string, version: TemplateVersion): Promise<string | undefined> {
  const record = await readRecord(entryFiles(storeDir, version));
  if (record === undefined || (version.hash && sameHash(record.hash, version.hash))) return contentKey(version);
  const identity = [1, templateId(version), 'image', record.sha256];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
}
