import { type CacheUse, duration } from '../index.ts';
import { escaped, type Section } from './markdown.ts';

/** What the cache did for a job. */
export interface CacheReport {
  readonly uses: readonly CacheUse[];
  /** Bytes of the entries that were restored and saved, as the cache counts them. */
  readonly cachedBytes: number;
  /** Most bytes that they may have. */
  readonly budget: number;
}

/** Whether nothing had to be fetched or built. */
export function isCacheHit(uses: readonly CacheUse[]): boolean {
  return uses.length > 0 && uses.every(({ from }) => from !== 'source');
}

/** The part of the summary that tells where templates and layers came from, how large they are and what was kept. */
export function cacheSections({ uses, cachedBytes, budget }: CacheReport): Section[] {
  if (uses.length === 0) return [];
  const total = `Entries of this job in the cache: ${megabytes(cachedBytes)} of ${megabytes(budget)} (input \`cache-budget\`).`;
  return [
    {
      head: `<details><summary>Templates and layers: ${counted(uses)}</summary>\n\n| what | from | size | time | cache |\n| --- | --- | --- | --- | --- |\n`,
      rows: uses.map(row),
      more: (left) => `| and ${left} more | | | | |\n`,
      tail: `\n${total}\n\n</details>\n\n`,
    },
  ];
}

const FROM = { store: 'store of this host', cache: 'cache', source: '' } as const;

function counted(uses: readonly CacheUse[]): string {
  const count = (from: CacheUse['from']) => uses.filter((use) => use.from === from).length;
  return `${count('store')} from the store, ${count('cache')} from the cache, ${count('source')} fetched or built`;
}

function row({ kind, name, from, bytes, seconds, saving }: CacheUse): string {
  const source = FROM[from] || (kind === 'template' ? 'repository' : 'built');
  const cells = [
    `${kind} ${escaped(name)}`,
    source,
    bytes === undefined ? '' : megabytes(bytes),
    seconds === undefined ? '' : duration(seconds * 1000),
    saving === undefined ? '' : saving.saved ? 'saved' : escaped(`not saved: ${saving.reason}`),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** Bytes for people. */
export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
