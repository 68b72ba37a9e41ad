import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { messageOf } from '../../host/errors.ts';
import { removeTree } from '../../host/files.ts';
import { forAll } from '../../host/parallel.ts';
import { commitImage, type ImageContext, rebaseImage, setBacking } from '../../host/qemu-img.ts';
import type { DiskPlan, DomainPlan } from '../../providers/plan.ts';
import type { Services } from '../services.ts';
import { imageBelow, nameFrom } from './images.ts';
import { type DiskImages, type ImageNode, type MergeStep, nextSteps } from './merge-plan.ts';
import { currentPlan, operationsOf, type SnapshotParts, savedDisks, updateRecord } from './parts.ts';
import { type Image, type SnapshotRecord, settled } from './record.ts';

/** Disks worked on at once. */
const AT_ONCE = 4;

/**
 * Removes files that nothing needs any more, and merges images that no snapshot refers to. What cannot be done now is left
 * for the next time: a chain of images that is longer than it need be is still right.
 */
export async function tidy(parts: SnapshotParts, services: Services): Promise<void> {
  try {
    await removeUnused(parts);
    const { images } = parts.store.read();
    const jobs = [...currentPlan(parts).domains.values()].flatMap((domain) =>
      savedDisks(domain)
        .filter(({ name }) => images.filter(({ vm, disk }) => vm === domain.name && disk === name).length > 1)
        .map((disk) => ({ domain, disk })),
    );
    if (jobs.length === 0) return;
    await updateRecord(parts, (record) => ({ ...record, pending: { kind: 'merge' } }));
    await forAll(jobs, (job) => mergeDisk(job.domain, job.disk, parts, services), { limit: AT_ONCE });
    await updateRecord(parts, (record) => trimmed(settled(record), parts));
  } catch (error) {
    services.log.warning(`images of snapshots could not be merged, the next time tries again: ${messageOf(error)}`);
  }
}

async function removeUnused(parts: SnapshotParts): Promise<void> {
  const { unused } = parts.store.read();
  if (unused.length === 0) return;
  for (const { path } of unused) await removeTree(path);
  await updateRecord(parts, (record) => ({ ...record, unused: [] }));
}

/** Merges what can be merged of one disk; a step that fails is left out. */
async function mergeDisk(domain: DomainPlan, disk: DiskPlan, parts: SnapshotParts, services: Services): Promise<void> {
  const { log, signal } = services;
  const tried = new Set<string>();
  while (!signal?.aborted) {
    const state = await imagesOf(domain, disk, parts, services);
    const step = nextSteps(state).find((candidate) => !tried.has(JSON.stringify(candidate)));
    if (step === undefined) return;
    tried.add(JSON.stringify(step));
    try {
      await perform(step, state, { domain, disk }, parts, services);
    } catch (error) {
      log.debug(`VM ${domain.name}, disk ${disk.name}: not merged: ${messageOf(error)}`);
    }
  }
}

async function imagesOf(
  domain: DomainPlan,
  disk: DiskPlan,
  parts: SnapshotParts,
  { log }: Services,
): Promise<DiskImages> {
  const record = parts.store.read();
  const isOurs = (image: Image) => image.vm === domain.name && image.disk === disk.name;
  const nodes = await Promise.all(record.images.filter(isOurs).filter(isThere).map(nodeOf));
  const open = await operationsOf(parts, domain).images(domain, { log });
  return { nodes, needed: neededPaths(domain, disk, parts), open: open?.get(disk.dev) ?? [] };
}

async function nodeOf({ path, format }: Image): Promise<ImageNode> {
  return { path, format, below: (await imageBelow({ path, format }))?.file };
}

function neededPaths(domain: DomainPlan, disk: DiskPlan, parts: SnapshotParts): ReadonlySet<string> {
  const now = currentPlan(parts)
    .domains.get(domain.name)
    ?.disks.find(({ name }) => name === disk.name);
  const { snapshots } = parts.store.read();
  const saved = snapshots.flatMap(({ vms }) => vms.flatMap(({ disks }) => disks)).map(({ path }) => path);
  return new Set(now ? [now.path, ...saved] : saved);
}

async function perform(
  step: MergeStep,
  { nodes }: DiskImages,
  { domain, disk }: { readonly domain: DomainPlan; readonly disk: DiskPlan },
  parts: SnapshotParts,
  services: Services,
): Promise<void> {
  const { log, signal } = services;
  const operations = operationsOf(parts, domain);
  if (step.kind === 'remove') return removeTree(step.path);
  if (step.kind === 'pull') return operations.pull(domain, { dev: disk.dev, base: step.base }, { log, signal });
  const { top, base } = step;
  const target = nodes.find(({ path }) => path === base);
  if (target === undefined) return;
  if (step.live) await operations.commit(domain, { dev: disk.dev, top, base }, { log, signal });
  else if (!(await isWritable(base)) && target.below !== undefined) return pullDown(top, target, { log });
  else await commitImage(top, { log });
  await updateRecord(parts, (record) => retargeted(record, top, target));
  // Those that the machine has open, QEMU has moved itself.
  for (const other of (await imagesOf(domain, disk, parts, services)).nodes) {
    if (other.below === top) await setBacking(other.path, { file: nameFrom(other.path, base), format: target.format });
  }
}

/**
 * Takes into an image what the one below it holds, and puts it over the next. For users who may not write to the one below:
 * libvirt has given it to QEMU's account, and gives back only what was topmost.
 */
async function pullDown(top: string, below: ImageNode, context: ImageContext): Promise<void> {
  const next = await imageBelow(below);
  if (next) await rebaseImage(top, { file: nameFrom(top, next.file), format: next.format }, context);
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** The record with one image in place of another that shows the same. */
function retargeted(record: SnapshotRecord, from: string, to: Pick<Image, 'path' | 'format'>): SnapshotRecord {
  const moved = <T extends Pick<Image, 'path' | 'format'>>(image: T): T =>
    image.path === from ? { ...image, path: to.path, format: to.format } : image;
  return {
    ...record,
    heads: record.heads.map(moved),
    snapshots: record.snapshots.map(({ name, vms }) => ({
      name,
      vms: vms.map((vm) => ({ ...vm, disks: vm.disks.map(moved) })),
    })),
  };
}

/** The record without images that are gone, and without disks that are as `init` made them. */
function trimmed(record: SnapshotRecord, { plan }: SnapshotParts): SnapshotRecord {
  const images = record.images.filter(isThere);
  const alone = ({ vm, disk }: Image) => images.filter((image) => image.vm === vm && image.disk === disk).length === 1;
  const asMade = ({ vm, disk, path }: Image) =>
    plan.domains.get(vm)?.disks.find(({ name }) => name === disk)?.path === path;
  return {
    ...record,
    images: images.filter((image) => !alone(image)),
    heads: record.heads.filter((head) => !asMade(head)),
  };
}

function isThere({ path }: Image): boolean {
  return existsSync(path);
}
