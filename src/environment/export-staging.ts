import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { InternalError, messageOf, StateError } from '../host/errors.ts';
import { ensureDirectory, removeEmptyDirectories, removeTree } from '../host/files.ts';
import { isSameProcess, killMentioning, processIdentity } from '../host/process.ts';
import { firstMissing } from './create.ts';
import { assertThere, withExistingEnvironment } from './environment-lock.ts';
import { unpublish } from './export-publish.ts';
import { type OwnerRecord, writeRecord } from './owner.ts';
import { type Services, uncancelled } from './services.ts';

/** An export under way, as the owner record has it. */
export type UnfinishedExport = NonNullable<OwnerRecord['exports']>[number];

/** Programs that write into the directory, and outlive a call that is killed. */
const WRITERS = ['qemu-img', 'xz', 'zstd', 'cp'];

/**
 * Runs `body` with a directory for unfinished files inside `directory`, which is made when it is missing. The owner
 * record knows of it before it is there, so that `destroy`, or the next export, removes what a killed call leaves.
 *
 * @throws {StateError} `ENVIRONMENT_GONE`
 */
export async function withStaging<T>(
  uuid: string,
  directory: string,
  services: Services,
  body: (staging: string) => Promise<T>,
): Promise<T> {
  const worker = processIdentity();
  if (!worker) throw new InternalError('/proc does not show this process');
  const staging = join(directory, `${stagingPrefix(uuid)}${randomBytes(4).toString('hex')}`);
  const createdRoot = firstMissing(directory);
  const own: UnfinishedExport = { directory: staging, ...(createdRoot === undefined ? {} : { createdRoot }), worker };
  await changeExports(uuid, services, async (all) => {
    const dead = all.filter((other) => !isSameProcess(other.worker));
    for (const other of dead) await removeUnfinishedExport(uuid, other);
    return [...all.filter((other) => !dead.includes(other)), own];
  });
  try {
    await ensureDirectory(staging);
    return await body(staging);
  } finally {
    await removeUnfinishedExport(uuid, own);
    await forget(uuid, staging, uncancelled(services));
  }
}

/** Removes what an export left, and the programs that may still write to it; a complete one stays. */
export async function removeUnfinishedExport(uuid: string, unfinished: UnfinishedExport): Promise<void> {
  const { directory, createdRoot } = unfinished;
  if (!basename(directory).startsWith(stagingPrefix(uuid))) return;
  await killMentioning(directory, WRITERS);
  await unpublish(directory);
  await removeTree(directory);
  if (createdRoot !== undefined) await removeEmptyDirectories(dirname(directory), createdRoot);
}

function stagingPrefix(uuid: string): string {
  return `.lago-export-${uuid}-`;
}

/**
 * An environment that was destroyed meanwhile has no record to be corrected. Whatever else is in the way must not hide what
 * became of the export: the next one, or `destroy`, forgets it.
 */
async function forget(uuid: string, staging: string, services: Services): Promise<void> {
  await changeExports(uuid, services, async (all) => all.filter(({ directory }) => directory !== staging)).catch(
    (error: unknown) => {
      if (!(error instanceof StateError))
        services.log.warning(`the owner record still names the export: ${messageOf(error)}`);
    },
  );
}

async function changeExports(
  uuid: string,
  services: Services,
  change: (all: readonly UnfinishedExport[]) => Promise<UnfinishedExport[]>,
): Promise<void> {
  const { environmentsDir } = services.paths;
  await withExistingEnvironment(uuid, services, async () => {
    const { exports: before = [], ...rest } = await assertThere(uuid, environmentsDir);
    const after = await change(before);
    await writeRecord(environmentsDir, after.length === 0 ? rest : { ...rest, exports: after });
  });
}
