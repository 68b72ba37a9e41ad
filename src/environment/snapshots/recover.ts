import { existsSync } from 'node:fs';
import { messageOf } from '../../host/errors.ts';
import { removeTree } from '../../host/files.ts';
import { forAll } from '../../host/parallel.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import { type Services, uncancelled } from '../services.ts';
import { removeImage } from './images.ts';
import { currentPlan, operationsOf, type SnapshotParts, writeRecord } from './parts.ts';
import { type Image, type Pending, type SnapshotRecord, settled, withHeads, withImages } from './record.ts';
import { restoreVariables } from './variables.ts';

type PendingOf<K extends Pending['kind']> = Extract<Pending, { kind: K }>;

/** Does work that was noted as begun; when it fails, undoes it before the failure is reported. */
export async function undoing(parts: SnapshotParts, services: Services, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    try {
      await recover(parts, services);
    } catch (second) {
      services.log.error(`undoing it failed as well: ${messageOf(second)}; the next \`lago start\` tries again`);
    }
    throw error;
  }
}

/**
 * Ends or undoes what was begun, by this process or one that was killed. A snapshot that was not complete is undone, a
 * revert too (its machines are down then, on their disks as before); what was complete is completed: machines that were
 * halted go on. The caller holds the environment's lock.
 */
export async function recover(parts: SnapshotParts, services: Services): Promise<void> {
  const { pending } = parts.store.read();
  if (pending === undefined) return;
  const quiet = uncancelled(services);
  if (pending.kind === 'resume') return resume(pending, parts, quiet);
  const plan = currentPlan(parts);
  const domains = domainsOf(pending, parts);
  for (const provider of new Set(domains.map((domain) => operationsOf(parts, domain)))) {
    const own = domains.filter((domain) => operationsOf(parts, domain) === provider);
    await provider.settle(own, plan, { log: quiet.log });
  }
  switch (pending.kind) {
    case 'take':
      return undoTake(pending, parts, quiet);
    case 'revert':
      return undoRevert(pending, parts, quiet);
    case 'merge':
      return writeRecord(parts, settled(parts.store.read()));
  }
}

function domainsOf(pending: Exclude<Pending, PendingOf<'resume'>>, parts: SnapshotParts): DomainPlan[] {
  const all = [...currentPlan(parts).domains.values()];
  const able = all.filter((domain) => parts.providers.of(domain).snapshots !== undefined);
  return pending.kind === 'merge' ? able : able.filter(({ name }) => pending.vms.some(({ vm }) => vm === name));
}

/** Lets machines go on, and puts back what goes with their disks: pinned host keys, variables of firmware. */
async function resume(pending: PendingOf<'resume'>, parts: SnapshotParts, { log }: Services): Promise<void> {
  const { domains } = currentPlan(parts);
  for (const { vm, key } of pending.hostKeys) await parts.hostKeys.set({ name: vm }, key);
  for (const { path, from } of pending.variables ?? []) await restoreVariables(from.path, path);
  await forAll(pending.vms, async (vm) => {
    const domain = domains.get(vm);
    if (domain && !(await operationsOf(parts, domain).resume(domain, { log }))) log.warning(`VM ${vm} is down`);
  });
  await writeRecord(parts, settled(parts.store.read()));
}

/**
 * Removes what a snapshot that did not come about has made. Where a machine goes on in a new image already, that image
 * stays: its guest may have written to it. It is merged when there is an occasion.
 */
async function undoTake(pending: PendingOf<'take'>, parts: SnapshotParts, services: Services): Promise<void> {
  const { domains } = currentPlan(parts);
  const record = parts.store.read();
  const moved: Image[] = [];
  for (const { vm, state, overlays } of pending.vms) {
    const domain = domains.get(vm);
    const live = domain && (await operationsOf(parts, domain).images(domain, { log: services.log }));
    for (const { disk, path } of overlays) {
      const dev = domain?.disks.find(({ name }) => name === disk)?.dev ?? '';
      const isUsed = live ? live.get(dev)?.[0] === path : state !== 'stopped' && existsSync(path);
      if (isUsed) moved.push({ vm, disk, path, format: 'qcow2' });
      else await removeImage(path);
    }
  }
  for (const { path } of pending.vms.flatMap(({ files }) => files)) await removeTree(path);
  const halted = pending.vms.filter(({ state }) => state === 'running').map(({ vm }) => vm);
  await writeRecord(parts, {
    ...withMoved(record, moved, parts),
    pending: { kind: 'resume', vms: halted, hostKeys: [] },
  });
  await recover(parts, services);
}

/** The record with heads that moved, and what was below them among the images. */
function withMoved(record: SnapshotRecord, moved: readonly Image[], parts: SnapshotParts): SnapshotRecord {
  const { domains } = currentPlan(parts);
  const below = moved.flatMap(({ vm, disk }): Image[] => {
    const before = domains.get(vm)?.disks.find(({ name }) => name === disk);
    return before ? [{ vm, disk, path: before.path, format: before.format }] : [];
  });
  return {
    ...record,
    heads: withHeads(record.heads, moved),
    images: withImages(record.images, [...below, ...moved]),
  };
}

/** Cuts the power of machines that were restored already, and removes the new images: the old ones are as they were. */
async function undoRevert(pending: PendingOf<'revert'>, parts: SnapshotParts, services: Services): Promise<void> {
  const { domains } = currentPlan(parts);
  const { log } = services;
  for (const { vm, overlays } of pending.vms) {
    const domain = domains.get(vm);
    const live = domain && (await operationsOf(parts, domain).images(domain, { log }));
    const open = new Set([...(live?.values() ?? [])].flat());
    if (domain && overlays.some(({ path }) => open.has(path))) await parts.providers.of(domain).stop(domain, { log });
    for (const { path } of overlays) await removeImage(path);
    if (live === undefined) log.warning(`VM ${vm} is down, on its disks as before \`revert ${pending.name}\``);
  }
  await writeRecord(parts, settled(parts.store.read()));
}
