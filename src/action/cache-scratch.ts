import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { makeScratch, removeAbandonedProbeFiles } from '../index.ts';

/** Runs an operation of the cache with a directory for its archive, which goes with it. */
export async function withScratch<T>(body: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await makeScratch('cache', temporaryDirectory());
  try {
    return await body(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Removes the archives, as large as images, that killed jobs left of operations of the cache. */
export async function removeAbandonedArchives(): Promise<void> {
  await removeAbandonedProbeFiles(temporaryDirectory());
}

function temporaryDirectory(): string {
  return process.env.RUNNER_TEMP || tmpdir();
}
