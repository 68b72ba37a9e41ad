import { createDisk, type DiskContext } from '../disks/create.ts';
import { runSteps } from '../disks/layers/build.ts';
import { buildSeed } from '../disks/provision/seed.ts';
import { forAll } from '../host/parallel.ts';
import type { DiskPlan, DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import { APPLIANCES, type BroughtLayers, bringLayers, type LayerParts, nameOf } from './layers/bring.ts';
import { type DiskWork, planDiskWork, type WorkParts } from './layers/disk-work.ts';
import type { Services } from './services.ts';

/** Images made at once: more only compete for the disk. */
const AT_ONCE = 4;

/** What making the disks of an environment needs besides its plan. */
export interface DiskParts extends WorkParts, LayerParts {
  /** Directory of the images, for downloads that name no place. */
  readonly imagesDir: string;
  /** Brings a template into the store and gives its path, for images that have one as their parent. */
  fetchTemplate(template: string, version: string): Promise<string>;
}

/**
 * Makes all disks of an environment: what its `build` entries (and `provision: guestfs`) make of templates comes from
 * layers, which are built when they are not there; what is for this environment alone is done to the disks themselves.
 */
export async function makeDisks(plan: EnvironmentPlan, parts: DiskParts, services: Services): Promise<void> {
  const works = await planDiskWork(plan, parts, services);
  await using layers = await bringLayers(works, parts, services);
  await createDisks(plan, works, layers, parts, services);
  await finishDisks(works, layers, parts, services);
}

async function createDisks(
  plan: EnvironmentPlan,
  works: readonly DiskWork[],
  layers: BroughtLayers,
  parts: DiskParts,
  { signal, ...services }: Services,
): Promise<void> {
  const jobs = [...plan.domains.values()].flatMap((domain) => domain.disks.map((disk) => ({ domain, disk })));
  const layerOf = new Map(works.map((work) => [work.context.disk, layers.fileOf(work)]));
  await services.log.task(`Create ${jobs.length} disk${jobs.length === 1 ? '' : 's'}`, (log) =>
    forAll(
      jobs,
      ({ domain, disk }, abort) =>
        makeOne(domain, overLayer(disk, layerOf.get(disk)), parts, { ...services, log, signal: abort }),
      { signal, limit: AT_ONCE },
    ),
  );
}

/** The disk over a layer in place of the template that is under it. */
function overLayer(disk: DiskPlan, layer: string | undefined): DiskPlan {
  if (layer === undefined || disk.source.kind !== 'template') return disk;
  return { ...disk, source: { ...disk.source, backingFile: layer, backingFormat: 'qcow2' } };
}

/** Does to the disks themselves what is in no layer of theirs. */
async function finishDisks(
  works: readonly DiskWork[],
  layers: BroughtLayers,
  parts: DiskParts,
  services: Services,
): Promise<void> {
  const jobs = works
    .map((work) => ({ work, steps: layers.fileOf(work) === undefined ? work.direct : work.own }))
    .filter(({ steps }) => steps.length > 0);
  if (jobs.length === 0) return;
  const { signal } = services;
  await services.log.task(`Prepare ${jobs.map(({ work }) => nameOf(work)).join(', ')}`, (log) =>
    forAll(
      jobs,
      ({ work: { context }, steps }, abort) =>
        runSteps(steps, parts.builders, { ...context, ...parts, file: context.disk.path, log, signal: abort }),
      { signal, limit: APPLIANCES },
    ),
  );
}

async function makeOne(domain: DomainPlan, disk: DiskPlan, parts: DiskParts, { log, signal }: Services): Promise<void> {
  const { publicKey, roots, imagesDir } = parts;
  const context: DiskContext = {
    log,
    signal,
    roots,
    imagesDir,
    fetchTemplate: (template, version) => parts.fetchTemplate(template, version),
    makeSeed: (file) => buildSeed({ file, domain, publicKey, log, signal }),
  };
  await createDisk(domain.name, disk, context);
}
