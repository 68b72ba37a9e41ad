import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { messageOf, StateError } from '../../host/errors.ts';
import type { Services } from '../services.ts';
import { imageBelow } from './images.ts';
import { currentPlan, operationsOf, type SnapshotParts } from './parts.ts';
import type { DiskImage, Snapshot, VmSnapshot } from './record.ts';

/**
 * Makes sure that all that a snapshot consists of is there and can be used: images down to the templates, and memory.
 *
 * @throws {StateError} `SNAPSHOT_INCOMPLETE`, with everything that is amiss.
 */
export async function assertComplete(snapshot: Snapshot, parts: SnapshotParts, services: Services): Promise<void> {
  const found = await Promise.all(
    snapshot.vms.flatMap((vm) => [
      memoryProblem(vm, parts, services),
      variablesProblem(vm),
      ...vm.disks.map(imageProblem),
    ]),
  );
  const problems = found.filter((problem) => problem !== undefined);
  if (problems.length === 0) return;
  throw new StateError(
    'SNAPSHOT_INCOMPLETE',
    `the snapshot ${snapshot.name} cannot be reverted to, nothing was changed: ${problems.join('; ')}`,
    { hint: `Put the files back, or remove it: \`lago snapshot --delete ${snapshot.name}\`.` },
  );
}

/** What is wrong with an image or one below it. */
async function imageProblem(image: DiskImage): Promise<string | undefined> {
  const seen = new Set<string>();
  for (let next: Pick<DiskImage, 'path' | 'format'> = image; ; ) {
    if (seen.has(next.path)) return `the image ${next.path} is below itself`;
    seen.add(next.path);
    try {
      await access(next.path, constants.R_OK);
      const below = await imageBelow(next);
      if (below === undefined) return undefined;
      next = { path: below.file, format: below.format };
    } catch (error) {
      return `the image ${next.path} cannot be read: ${messageOf(error)}`;
    }
  }
}

async function variablesProblem({ variables }: VmSnapshot): Promise<string | undefined> {
  if (variables === undefined) return undefined;
  return access(variables.path, constants.R_OK).then(
    () => undefined,
    (error: unknown) => `the firmware variables ${variables.path} cannot be read: ${messageOf(error)}`,
  );
}

async function memoryProblem(
  { vm, memory }: VmSnapshot,
  parts: SnapshotParts,
  { log, signal }: Services,
): Promise<string | undefined> {
  const domain = currentPlan(parts).domains.get(vm);
  if (memory === undefined || domain === undefined) return undefined;
  try {
    const { size } = await stat(memory.path);
    if (size !== memory.size) return `the memory ${memory.path} has ${size} bytes, ${memory.size} were written`;
  } catch (error) {
    return `the memory ${memory.path} cannot be read: ${messageOf(error)}`;
  }
  return operationsOf(parts, domain).memoryProblem(memory.path, { log, signal });
}
