import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDirectory, fileError, removeTree, temporaryName } from '../../host/files.ts';
import { processInfo } from '../../host/process.ts';

const NAME = 'template-build';
/** What {@link temporaryName} makes of it. */
const ABANDONED = new RegExp(`^\\.${NAME}\\.(?<pid>\\d+)\\.[0-9a-f]{8}\\.tmp$`);

/**
 * Makes a directory for what a build takes, below the one that the result goes to, and removes those of builds that were
 * killed. Nothing is mounted in those any more: mounts end with their namespaces.
 *
 * @returns its absolute path; it is removed with all that is in it by disposing of it.
 */
export async function makeScratch(below: string): Promise<AsyncDisposable & { readonly path: string }> {
  await ensureDirectory(below);
  for (const name of await readdir(below)) {
    const { pid } = ABANDONED.exec(name)?.groups ?? {};
    if (pid !== undefined && processInfo(Number(pid)) === undefined) await removeTree(join(below, name));
  }
  const path = temporaryName(join(below, NAME));
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    throw fileError(error, 'create the directory', path);
  }
  return { path, [Symbol.asyncDispose]: () => removeTree(path) };
}
