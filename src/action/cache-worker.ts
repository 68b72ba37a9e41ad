// One operation of the toolkit's cache, in a process of its own: the toolkit takes paths relative to the current directory
// and to GITHUB_WORKSPACE, which nobody else may see changed, and cannot be cancelled but by ending it.
import process from 'node:process';
import * as cache from '@actions/cache';
import type { CacheAnswer } from './cache-process.ts';

/** What is kept of the directory. Part of an entry's identity, so never a path of this host. */
const PATHS = ['*'];
/** Milliseconds for a part of 128 MB; a download that hangs is given up. */
const SEGMENT_TIMEOUT = 5 * 60_000;

async function answer(operation: string, [key = '', ...others]: readonly string[]): Promise<CacheAnswer> {
  if (operation === 'probe') return { there: cache.isFeatureAvailable() };
  if (operation === 'save') return { saved: (await cache.saveCache([...PATHS], key)) !== -1 };
  const restored = await cache.restoreCache([...PATHS], key, others, { segmentTimeoutInMs: SEGMENT_TIMEOUT });
  return restored === undefined ? {} : { restored };
}

async function main([operation = '', ...keys]: readonly string[]): Promise<void> {
  const result = await answer(operation, keys).catch((error: unknown) => ({ error: String(error) }));
  // Connections of the toolkit would keep this process.
  process.send?.(result, () => process.exit(0));
}

// Whoever asked is gone; tar and zstd must not go on either. They are in our process group.
process.once('disconnect', () => process.kill(0, 'SIGKILL'));
await main(process.argv.slice(2));
