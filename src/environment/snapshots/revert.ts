import { throwIfCancelled } from '../../host/errors.ts';
import { forAll } from '../../host/parallel.ts';
import type { DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import { rollingBack } from '../rolling-back.ts';
import { type Services, uncancelled, withLog } from '../services.ts';
import { bringDown, netsOf, type Started, selectDomains, takeDown } from '../start.ts';
import { assertComplete } from './complete.ts';
import { makeOverlays } from './images.ts';
import { findSnapshot } from './names.ts';
import { currentPlan, freshNames, operationsOf, type SnapshotParts, writeRecord } from './parts.ts';
import { type DiskImage, type Pending, type SnapshotRecord, type VmSnapshot, withHeads, withImages } from './record.ts';
import { recover, undoing } from './recover.ts';
import { tidy } from './tidy.ts';

/** One machine that is brought back. */
interface Subject {
  readonly domain: DomainPlan;
  readonly saved: VmSnapshot;
  readonly disks: readonly { readonly image: DiskImage; readonly overlay: string }[];
}

/**
 * Brings machines back to a snapshot: those that ran go on as they were then, the others are down, with their disks of
 * then. All that can be checked is checked, and all new images are made, before a machine is stopped.
 *
 * @param vms names of VMs; all that the snapshot has by default.
 * @returns the machines that run again.
 */
export async function revertSnapshot(
  name: string,
  vms: readonly string[] | undefined,
  parts: SnapshotParts,
  services: Services,
): Promise<DomainPlan[]> {
  const plan = currentPlan(parts);
  const record = parts.store.read();
  const snapshot = findSnapshot(name, selectDomains(plan, vms), vms !== undefined && vms.length > 0, record);
  const names = freshNames(parts.imagesDir);
  const subjects = snapshot.vms.flatMap((saved) => subjectsOf(saved, plan, names));
  await assertComplete(snapshot, parts, services);
  await writeRecord(parts, { ...record, pending: pendingOf(name, subjects) });
  const started: Started = { nets: [], domains: [] };
  try {
    await undoing(parts, services, async () => {
      await bringBack(subjects, started, parts, services);
      await writeRecord(parts, reverted(subjects, parts));
    });
  } catch (error) {
    await rollingBack(services.log, async () => {
      await takeDown(started, parts.providers, uncancelled(services));
      if (started.forwarder) await parts.forwarding.stop(uncancelled(services));
    });
    throw error;
  }
  await recover(parts, services);
  if (subjects.some(({ saved }) => saved.state === 'stopped')) await stopWhatIsIdle(parts, services);
  await tidy(parts, services);
  return subjects.filter(({ saved }) => saved.state === 'running').map(({ domain }) => domain);
}

function subjectsOf(saved: VmSnapshot, plan: EnvironmentPlan, names: ReturnType<typeof freshNames>): Subject[] {
  const domain = plan.domains.get(saved.vm);
  if (!domain) return [];
  const disks = saved.disks.map((image) => ({ image, overlay: names.overlay(domain.name, image.disk) }));
  return [{ domain, saved, disks }];
}

function pendingOf(name: string, subjects: readonly Subject[]): Pending {
  return {
    kind: 'revert',
    name,
    vms: subjects.map(({ domain, disks }) => ({
      vm: domain.name,
      overlays: disks.map(({ image, overlay }) => ({ disk: image.disk, path: overlay })),
    })),
  };
}

async function bringBack(
  subjects: readonly Subject[],
  started: Started,
  parts: SnapshotParts,
  services: Services,
): Promise<void> {
  const { log, signal } = services;
  const live = subjects.filter(({ saved }) => saved.memory !== undefined);
  await makeOverlays(
    subjects.flatMap(({ disks }) => disks.map(({ image, overlay }) => ({ path: overlay, below: image }))),
    services,
  );
  await startNets(live, started, parts, services);
  if (live.length > 0) started.forwarder = await parts.forwarding.start(services);
  throwIfCancelled(signal, 'the revert');
  await log.task(`Stop ${namesOf(subjects)}`, (inner) =>
    forAll(subjects, ({ domain }) => parts.providers.of(domain).stop(domain, { log: inner })),
  );
  if (live.length === 0) return;
  await log.task(`Restore ${namesOf(live)}`, (inner) =>
    forAll(live, (subject) => restoreOne(subject, parts, withLog(services, inner))),
  );
}

/** Starts the networks that the machines need. Notes them in `started`. */
async function startNets(
  live: readonly Subject[],
  started: Started,
  { plan, providers }: SnapshotParts,
  { log, signal }: Services,
): Promise<void> {
  const up = await providers.netsUp(plan, { log, signal });
  const needed = netsOf(
    plan,
    live.map(({ domain }) => domain),
  );
  for (const net of needed.filter(({ name }) => !up.has(name))) {
    started.nets.push(net);
    await providers.ofNet(net).start(net, plan, { log, signal });
  }
}

/** Networks that no machine uses any more, and the forwarder when none runs, as after a `stop`. */
async function stopWhatIsIdle({ plan, providers, forwarding }: SnapshotParts, services: Services): Promise<void> {
  const running = await bringDown(plan, [], providers, services);
  if (running.length === 0) await forwarding.stop(services);
}

async function restoreOne({ domain, saved, disks }: Subject, parts: SnapshotParts, { log }: Services): Promise<void> {
  if (saved.memory === undefined) return;
  const moved: DomainPlan = {
    ...domain,
    disks: domain.disks.map((disk) => {
      const found = disks.find(({ image }) => image.disk === disk.name);
      return found ? { ...disk, path: found.overlay, format: 'qcow2' } : disk;
    }),
  };
  await operationsOf(parts, domain).restore(moved, saved.memory.path, parts.plan, { log });
}

/** The record after the revert: writing it is the moment from which on machines are as they were then. */
function reverted(subjects: readonly Subject[], parts: SnapshotParts): SnapshotRecord {
  const record = parts.store.read();
  const heads = subjects.flatMap(({ domain, disks }) =>
    disks.map(({ image, overlay }) => ({
      vm: domain.name,
      disk: image.disk,
      path: overlay,
      format: 'qcow2' as const,
    })),
  );
  const before = subjects.flatMap(({ domain, disks }) =>
    domain.disks
      .filter(({ name }) => disks.some(({ image }) => image.disk === name))
      .map(({ name, path, format }) => ({ vm: domain.name, disk: name, path, format })),
  );
  return {
    ...record,
    heads: withHeads(record.heads, heads),
    images: withImages(record.images, [...before, ...heads]),
    pending: {
      kind: 'resume',
      vms: subjects.filter(({ saved }) => saved.state === 'running').map(({ domain }) => domain.name),
      variables: subjects.flatMap(({ domain: { firmware }, saved: { variables } }) =>
        firmware && variables ? [{ path: firmware.nvram, from: variables }] : [],
      ),
      hostKeys: subjects.map(({ saved }) => ({
        vm: saved.vm,
        ...(saved.hostKey === undefined ? {} : { key: saved.hostKey }),
      })),
    },
  };
}

function namesOf(subjects: readonly Subject[]): string {
  return subjects.map(({ domain }) => domain.name).join(', ');
}
