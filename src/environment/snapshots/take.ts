import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StateError, throwIfCancelled } from '../../host/errors.ts';
import { pathIsInside } from '../../host/files.ts';
import type { Logger } from '../../host/log.ts';
import { forAll } from '../../host/parallel.ts';
import type { DiskPlan, DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import type { DomainState } from '../../providers/provider.ts';
import type { SnapshotOptions } from '../options.ts';
import { type Services, withLog } from '../services.ts';
import { passOverExternal, selectDomains } from '../start.ts';
import { makeOverlays } from './images.ts';
import { checkName, refuseTaken } from './names.ts';
import { currentPlan, freshNames, operationsOf, type SnapshotParts, savedDisks, writeRecord } from './parts.ts';
import { filesOf, type Pending, type SnapshotRecord, type VmSnapshot, withHeads, withImages } from './record.ts';
import { recover, undoing } from './recover.ts';
import { tidy } from './tidy.ts';
import { hasVariables, keepVariables } from './variables.ts';

/** One machine of a snapshot that is being taken. */
interface Subject {
  readonly domain: DomainPlan;
  readonly state: VmSnapshot['state'];
  /** File for the memory of a machine that runs. */
  readonly memory: string | undefined;
  /** File for the variables of the firmware of one that is down. */
  readonly variables: string | undefined;
  readonly disks: readonly { readonly disk: DiskPlan; readonly overlay: string }[];
}

/**
 * Takes a snapshot of machines as they are, at one moment: all that run are halted, memory and disks of each are saved, then
 * all go on. Machines that are down keep their disks. Every disk goes on in a new image; the one before is never written
 * again. A failure, at any point, leaves machines as they were.
 */
export async function takeSnapshot(
  name: string,
  options: SnapshotOptions,
  parts: SnapshotParts,
  services: Services,
): Promise<void> {
  checkName(name);
  const plan = currentPlan(parts);
  const record = parts.store.read();
  const { log, signal } = services;
  const domains = subjectDomains(plan, options, log);
  for (const domain of domains) assertAble(domain, parts);
  if (!options.force) refuseTaken(name, domains, record);
  const states = await parts.providers.states(plan, { log, signal });
  const names = freshNames(parts.imagesDir);
  const subjects = domains.map((domain) => subjectOf(domain, states.get(domain.name) ?? 'down', names));
  await writeRecord(parts, { ...record, pending: pendingOf(name, subjects) });
  await undoing(parts, services, async () => {
    await saveAll(subjects, parts, services);
    await writeRecord(parts, await withSnapshot(name, subjects, parts));
  });
  await recover(parts, services);
  await tidy(parts, services);
}

/** The machines that are named; else all that are ours, where there are any. */
function subjectDomains(plan: EnvironmentPlan, { vms = [] }: SnapshotOptions, log: Logger): DomainPlan[] {
  const all = selectDomains(plan, vms);
  const isMeant = vms.length > 0 || all.every(({ external }) => external !== undefined);
  return isMeant ? all : passOverExternal(all, log);
}

function assertAble(domain: DomainPlan, parts: SnapshotParts): void {
  operationsOf(parts, domain);
  const inPlace = savedDisks(domain).find(({ path }) => !pathIsInside(path, parts.imagesDir));
  if (inPlace === undefined) return;
  throw new StateError(
    'SNAPSHOT_UNSUPPORTED',
    `VM ${domain.name}: the disk ${inPlace.name} is the file ${inPlace.path} itself, which a snapshot must not keep`,
    { hint: 'Leave `in_place` out: then the disk is a layer over the file.' },
  );
}

function subjectOf(domain: DomainPlan, state: DomainState, names: ReturnType<typeof freshNames>): Subject {
  const kept = keptState(domain, state);
  return {
    domain,
    state: kept,
    memory: kept === 'stopped' ? undefined : names.memory(domain.name),
    variables: kept === 'stopped' && hasVariables(domain) ? names.variables(domain.name) : undefined,
    disks: savedDisks(domain).map((disk) => ({ disk, overlay: names.overlay(domain.name, disk.name) })),
  };
}

function keptState(domain: DomainPlan, state: DomainState): VmSnapshot['state'] {
  if (state === 'running' || state === 'blocked') return 'running';
  if (state === 'paused') return 'paused';
  if (state === 'down' || state === 'shut off') return 'stopped';
  throw new StateError('SNAPSHOT_NOT_NOW', `VM ${domain.name} cannot be saved in its state, ${state}`, {
    hint: `Wait until it runs or is down, or stop it: \`lago stop ${domain.name}\`.`,
  });
}

function pendingOf(name: string, subjects: readonly Subject[]): Pending {
  return {
    kind: 'take',
    name,
    vms: subjects.map(({ domain, state, memory, variables, disks }) => ({
      vm: domain.name,
      state,
      files: [memory, variables].flatMap((path) => (path === undefined ? [] : [{ path }])),
      overlays: disks.map(({ disk, overlay }) => ({ disk: disk.name, path: overlay })),
    })),
  };
}

async function saveAll(subjects: readonly Subject[], parts: SnapshotParts, services: Services): Promise<void> {
  const { log, signal } = services;
  await makeOverlays(
    subjects.flatMap(({ disks }) => disks.map(({ disk, overlay }) => ({ path: overlay, below: disk }))),
    services,
  );
  for (const { domain, variables } of subjects) {
    if (variables !== undefined) await keepVariables(domain, variables, services);
  }
  throwIfCancelled(signal, 'the snapshot');
  const live = subjects.filter(({ memory }) => memory !== undefined);
  if (live.length === 0) return;
  await forAll(live, ({ domain }) => operationsOf(parts, domain).suspend(domain, { log }));
  await log.task(`Save memory of ${live.map(({ domain }) => domain.name).join(', ')}`, (inner) =>
    forAll(live, (subject, abort) => saveOne(subject, parts, { ...withLog(services, inner), signal: abort }), {
      signal,
    }),
  );
  throwIfCancelled(signal, 'the snapshot');
}

async function saveOne(
  { domain, memory, disks }: Subject,
  parts: SnapshotParts,
  { log, signal }: Services,
): Promise<void> {
  if (memory === undefined) return;
  const target = { memory, disks: disks.map(({ disk, overlay }) => ({ dev: disk.dev, overlay })) };
  await operationsOf(parts, domain).save(domain, target, parts.plan, { log, signal });
}

/** The record after the snapshot: writing it is the moment from which on there is one. */
async function withSnapshot(name: string, subjects: readonly Subject[], parts: SnapshotParts): Promise<SnapshotRecord> {
  const record = parts.store.read();
  const createdAt = new Date().toISOString();
  const saved = await Promise.all(subjects.map((subject) => vmSnapshotOf(subject, createdAt, parts)));
  const isSaved = (vm: string) => saved.some((entry) => entry.vm === vm);
  const before = record.snapshots.find((snapshot) => snapshot.name === name)?.vms ?? [];
  const replaced = before.filter(({ vm }) => isSaved(vm));
  const others = record.snapshots.filter((snapshot) => snapshot.name !== name);
  const images = subjects.flatMap(({ domain, disks }) =>
    disks.map(({ disk, overlay }) => ({
      below: { vm: domain.name, disk: disk.name, path: disk.path, format: disk.format },
      head: { vm: domain.name, disk: disk.name, path: overlay, format: 'qcow2' as const },
    })),
  );
  return {
    ...record,
    snapshots: [...others, { name, vms: [...before.filter(({ vm }) => !isSaved(vm)), ...saved] }],
    heads: withHeads(
      record.heads,
      images.map(({ head }) => head),
    ),
    images: withImages(
      record.images,
      images.flatMap(({ below, head }) => [below, head]),
    ),
    unused: [...record.unused, ...replaced.flatMap(filesOf)],
    pending: {
      kind: 'resume',
      vms: subjects.filter(({ state }) => state === 'running').map(({ domain }) => domain.name),
      hostKeys: [],
    },
  };
}

async function vmSnapshotOf(
  { domain, state, memory, variables, disks }: Subject,
  createdAt: string,
  { hostKeys }: SnapshotParts,
): Promise<VmSnapshot> {
  const hostKey = hostKeys.load(domain);
  return {
    vm: domain.name,
    createdAt,
    state,
    ...(memory === undefined ? {} : { memory: { path: memory, size: (await stat(memory)).size } }),
    ...(variables !== undefined && existsSync(variables) ? { variables: { path: variables } } : {}),
    ...(hostKey === undefined ? {} : { hostKey }),
    disks: disks.map(({ disk }) => ({ disk: disk.name, path: disk.path, format: disk.format })),
  };
}
