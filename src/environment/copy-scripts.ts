import { copyFile } from 'node:fs/promises';
import { assertAllowedPath } from '../disks/allowed.ts';
import { ensureDirectory, fileError } from '../host/files.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';

/**
 * Copies the deploy scripts of an environment into its prefix, so that `deploy` runs what `init` saw.
 *
 * @param roots directories in which they must lie, links followed.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`; {@link HostError} `FILE_FAILED`, ...
 */
export async function copyScripts(
  plan: EnvironmentPlan,
  paths: Pick<PrefixPaths, 'scripts'>,
  roots: readonly string[],
): Promise<void> {
  const jobs = [...plan.domains.values()].flatMap(({ name, deployScripts = [] }) =>
    deployScripts.map((script) => ({ vm: name, script })),
  );
  if (jobs.length === 0) return;
  await ensureDirectory(paths.scripts);
  for (const { vm, script } of jobs) {
    const source = await assertAllowedPath(script.source, roots, `deploy script of VM ${vm}`);
    try {
      await copyFile(source, script.file);
    } catch (error) {
      throw fileError(error, 'copy', source);
    }
  }
}
