import { type PruneReport, pruneStore } from '../../templates/prune.ts';
import { resolveOptions } from '../host-services.ts';
import { imageUsers } from './in-use.ts';
import type { PruneTemplatesOptions } from './options.ts';

/** Removes templates from the store: see the function of this name in on-demand.ts. */
export async function pruneTemplates(options: PruneTemplatesOptions): Promise<PruneReport> {
  const { services } = resolveOptions(options);
  const { signal, log, paths } = services;
  const { olderThan, maxSize, unused, dryRun } = options;
  const olderThanMs = olderThan === undefined ? undefined : olderThan * 1000;
  const selection = { olderThanMs, maxBytes: maxSize, unused, dryRun };
  return pruneStore(paths.storeDir, selection, { users: () => imageUsers(services), signal, log });
}
