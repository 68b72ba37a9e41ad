import { readdir } from 'node:fs/promises';
import { entryFiles, readRecord } from '../entry.ts';
import type { TemplateStore } from '../store.ts';
import type { FoundImage } from './find.ts';

/** Versions of a template that the store has, verified, the one fetched last first. Their addresses are unknown. */
export async function templatesIn(
  store: TemplateStore,
  repository: string,
  template: string,
): Promise<readonly FoundImage[]> {
  const storeDir = store.directory;
  const start = `${repository}:${template}:`;
  const names = (await readdir(storeDir).catch(() => [])).filter((name) => name.startsWith(start));
  const ids = names.flatMap((name) => (name.endsWith('.record') ? [name.slice(start.length, -'.record'.length)] : []));
  const found = await Promise.all(
    ids.map(async (version) => {
      const name = { repository, template, version };
      const record = await readRecord(entryFiles(storeDir, name));
      if (record?.hash === undefined || !(await store.has(name))) return [];
      return [{ version, url: 'https://localhost/', hash: record.hash, fetchedAt: record.fetchedAt }];
    }),
  );
  return found.flat().sort((one, other) => (one.fetchedAt < other.fetchedAt ? 1 : -1));
}
