import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { OfflineFiles } from '../disks/offline/files.ts';
import { guestfsEnvironment } from '../disks/provision/guestfs.ts';
import { collectPaths } from '../guest/collect.ts';
import { collectOffline } from '../guest/collect-offline.ts';
import type { CollectedPath, CollectRequest, CollectOptions as TakeOptions } from '../guest/collect-paths.ts';
import { destinationOf } from '../guest/place.ts';
import type { Slots } from '../guest/slots.ts';
import { GuestError, messageOf, throwIfCancelled } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import type { Acceleration, DiskPlan, DomainPlan } from '../providers/plan.ts';
import type { DomainState } from '../providers/provider.ts';
import type { GuestAccess } from './guest-access.ts';
import type { PrefixPaths } from './prefix.ts';

/** Seconds that a guest which seems to run gets to answer; one that hangs must not hold up the evidence of the others. */
const REACH_TIMEOUT = 30;
/** Milliseconds for reading disks: an appliance that hangs must not hold up its caller for ever. */
const OFFLINE_TIMEOUT = 15 * 60_000;
/** Milliseconds between two lines that say how far a copy came. */
const PROGRESS_PERIOD = 5000;

/** What taking files from a machine needs, whether it runs or not. */
export interface ExtractParts {
  /** The machine as it is now. */
  domain(): DomainPlan;
  readonly access: GuestAccess;
  readonly paths: PrefixPaths;
  readonly log: Logger;
  /** How libguestfs runs. */
  readonly acceleration: () => Acceleration;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Bounds the appliances at work at once. */
  readonly appliances: Slots;
  /** Whether the disks that it has now are on this host. */
  readonly disksAreHere: boolean;
  state(signal?: AbortSignal): Promise<DomainState>;
}

/** How paths are taken. */
export type ExtractOptions = Pick<TakeOptions, 'ignoreMissing' | 'maxBytes' | 'maxFiles' | 'signal'>;

/** A path to take from a guest: from where, and to where on this machine. */
export interface ExtractRequest {
  readonly source: string;
  /** An existing directory gets the source as a child; directories above are made. */
  readonly destination: string;
}

/** What became of one path. */
export type ExtractedPath = CollectedPath;

/**
 * Takes paths from a machine: over SSH while it answers, else from its disks. Both have the same layout.
 *
 * @throws {GuestError} `GUEST_PATH_MISSING` (unless `ignoreMissing`), `TRANSFER_REFUSED`, `SSH_TIMEOUT`, `GUEST_DOWN`; as
 * {@link extractDead}
 */
export async function extract(
  parts: ExtractParts,
  requests: readonly CollectRequest[],
  options: ExtractOptions,
): Promise<readonly ExtractedPath[]> {
  const { access, log } = parts;
  const domain = parts.domain();
  const state = await parts.state(options.signal);
  if (state === 'running') {
    try {
      await access.waitForSsh({ timeout: REACH_TIMEOUT, signal: options.signal });
    } catch (error) {
      throwIfCancelled(options.signal, `collecting from VM ${domain.name}`);
      if (disksOf(parts).length === 0) throw error;
      log.warning(`${messageOf(error)}. Its disks are read instead`);
      return await extractDead(parts, requests, options);
    }
    const progress = progressLog(domain.name, log);
    return await collectPaths(access.connection(), requests, { ...options, onProgress: progress });
  }
  return await extractDead(parts, requests, options);
}

/**
 * Takes paths from the disks of a machine, by one appliance of libguestfs. What a machine that runs has not written to
 * its disks yet is missing, and there is a warning.
 *
 * @throws {GuestError} `GUEST_DOWN` when it has no disks here; {@link ToolError} `GUESTFS_FAILED`, `GUESTFS_NO_ROOT`;
 * {@link HostError} `TOOL_MISSING`
 */
export async function extractDead(
  parts: ExtractParts,
  requests: readonly CollectRequest[],
  options: ExtractOptions,
): Promise<readonly ExtractedPath[]> {
  const { log } = parts;
  const domain = parts.domain();
  const disks = disksOf(parts);
  const state = await parts.state(options.signal);
  if (disks.length === 0) {
    throw new GuestError(
      'GUEST_DOWN',
      `VM ${domain.name} has no disks on this host that could be read (state: ${state})`,
    );
  }
  if (state !== 'down' && state !== 'shut off') {
    log.warning(`VM ${domain.name} is ${state}: its disks are read as they are, so files may be old, torn or missing`);
  }
  const what = `collecting from VM ${domain.name}`;
  await parts.appliances.take(options.signal, what);
  try {
    return await log.task(`Read the disks of ${domain.name} with libguestfs`, (inner) =>
      readDisks(parts, domain, disks, requests, options, inner),
    );
  } finally {
    parts.appliances.give();
  }
}

function disksOf({ domain, disksAreHere }: ExtractParts): readonly DiskPlan[] {
  return disksAreHere ? readableDisks(domain()) : [];
}

async function readDisks(
  { paths, acceleration, env }: ExtractParts,
  domain: DomainPlan,
  disks: readonly DiskPlan[],
  requests: readonly CollectRequest[],
  options: ExtractOptions,
  log: Logger,
): Promise<readonly ExtractedPath[]> {
  const { name, sshUser } = domain;
  const limit = AbortSignal.timeout(OFFLINE_TIMEOUT);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const rootPartition: unknown = domain.disks[0]?.metadata['root-partition'];
  await using files = await OfflineFiles.open({
    vm: name,
    disks,
    env: guestfsEnvironment({ acceleration: acceleration(), env }),
    scratch: paths.root,
    rootPartition: typeof rootPartition === 'string' ? rootPartition : undefined,
    log,
    signal,
  });
  const home = sshUser === 'root' ? '/root' : `/home/${sshUser}`;
  return await collectOffline(name, files, home, requests, { ...options, signal, onProgress: progressLog(name, log) });
}

/** Requests with the path of each copy itself: below `destination` when that is a directory already. */
export function placed(paths: readonly ExtractRequest[]): Promise<CollectRequest[]> {
  return Promise.all(
    paths.map(async ({ source, destination }) => ({
      source,
      destination: (await destinationOf(resolve(destination), source, true)).target,
    })),
  );
}

/** Disks with files of the guest that are on this host. */
function readableDisks({ disks }: DomainPlan): readonly DiskPlan[] {
  return disks.filter(({ device, source, path }) => device === 'disk' && source.kind !== 'seed' && existsSync(path));
}

/** Says now and then how far a copy came. */
function progressLog(name: string, log: Logger) {
  let next = performance.now() + PROGRESS_PERIOD;
  return ({ files, bytes }: { readonly files: number; readonly bytes: number }): void => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_PERIOD;
    log.info(`VM ${name}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB so far`);
  };
}
