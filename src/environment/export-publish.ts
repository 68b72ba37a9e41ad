import { lstatSync, readdirSync } from 'node:fs';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasErrorCode } from '../host/errors.ts';

/** Says in a directory of unfinished files that all of them are where they belong. */
const COMPLETE = '.published';
/** What a file system without hard links says. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'] as const;

/**
 * Puts finished files where they belong, in order; all go from there again when one cannot be. They stay in `staging` as
 * well where the file system has hard links, so that {@link unpublish} finds those of a call that was killed.
 */
export async function publish(names: readonly string[], staging: string): Promise<void> {
  const directory = dirname(staging);
  const done: string[] = [];
  try {
    for (const name of names) {
      await put(join(staging, name), join(directory, name));
      done.push(name);
    }
  } catch (error) {
    await unpublish(staging);
    for (const name of done) await rename(join(directory, name), join(staging, name)).catch(() => undefined);
    throw error;
  }
  await writeFile(join(staging, COMPLETE), '');
}

/** Takes back what {@link publish} put beside `staging`, unless it had got through with all of it. */
export async function unpublish(staging: string): Promise<void> {
  const files = filesIn(staging);
  if (files.includes(COMPLETE)) return;
  const published = files.filter((name) => isSameFile(join(staging, name), join(dirname(staging), name)));
  for (const name of published) await rm(join(dirname(staging), name), { force: true });
}

async function put(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!hasErrorCode(error, ...NO_LINKS)) throw error;
    await rename(from, to);
  }
}

function filesIn(directory: string): readonly string[] {
  return lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(directory) : [];
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => lstatSync(path, { throwIfNoEntry: false }));
  return a?.isFile() === true && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
