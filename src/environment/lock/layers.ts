import { leafKey } from '../../disks/layers/trie.ts';
import type { InitFile } from '../../initfile/types.ts';
import type { EnvironmentPlan } from '../../providers/plan.ts';
import { contentKey } from '../../templates/ci-cache.ts';
import { templateId } from '../../templates/types.ts';
import { buildersOf } from '../layers/builders.ts';
import { planDiskWork, wishesOf } from '../layers/disk-work.ts';
import type { Prepared } from '../preview.ts';
import type { LockedLayer, LockFile } from './lock-file.ts';
import { type LockProblem, placeIn, throwProblems } from './outdated.ts';

/** What finding out about layers takes. */
export interface LayerQuestion {
  readonly plan: EnvironmentPlan;
  readonly prepared: Pick<Prepared, 'catalogue' | 'services' | 'cwd' | 'initFile' | 'lock'>;
  /** Directories from which files may come into disks. */
  readonly roots: readonly string[];
  readonly skipBuild: boolean;
}

/**
 * The layers that the disks of a plan are to lie on. Files that go into them are read; nothing is fetched, so that those over
 * a template without a hash are left out: what it is depends on when a host fetched it.
 *
 * @throws errors of the builders' checks; {@link HostError} for files that cannot be read.
 */
export async function lockedLayers({
  plan,
  prepared,
  roots,
  skipBuild,
}: LayerQuestion): Promise<readonly LockedLayer[]> {
  const { catalogue, services, cwd, initFile } = prepared;
  const works = await planDiskWork(
    plan,
    {
      ...{ builders: buildersOf(services), cwd, initFile: initFile.file, roots, skipBuild },
      baseDigest: async (source) => {
        const version = catalogue.versions.find((found) => templateId(found) === templateId(source));
        // What the store happens to have must make no difference: nobody else would get the same key.
        return version && contentKey(version);
      },
    },
    services,
  );
  return wishesOf(works).map(({ owner, steps }) => {
    const { domain, disk, arch } = owner.context;
    return { vm: domain.name, disk: disk.name, arch, key: leafKey({ steps }) };
  });
}

/**
 * Compares the layers of a plan with those that its lock file pins.
 *
 * @throws {UserError} `LOCK_FILE_OUTDATED`
 */
export async function checkLockedLayers(question: LayerQuestion): Promise<void> {
  const { initFile, lock } = question.prepared;
  if (lock === undefined) return;
  const layers = await lockedLayers(question);
  throwProblems(
    lock.file,
    layers.flatMap((layer) => problemOf(layer, lock, initFile)),
  );
}

function problemOf({ vm, disk, arch, key }: LockedLayer, lock: LockFile, initFile: InitFile): LockProblem[] {
  const name = `the layer of ${vm}/${disk}`;
  const entry = lock.layers.find((one) => one.vm === vm && one.disk === disk && one.arch === arch);
  if (entry?.key === key) return [];
  if (entry === undefined) {
    return [{ place: placeIn(initFile, ['domains', vm]), message: `${name} (${arch}) is not in the lock file` }];
  }
  const reason = 'its template, its steps or files that go into it have changed';
  return [{ place: lock.placeOf(entry), message: `${name} is pinned to ${entry.key}, but would be ${key}: ${reason}` }];
}
