import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { removeAbandoned } from '../host/abandoned.ts';
import { HostError, hasErrorCode, InternalError, LagoError, messageOf, UserError } from '../host/errors.ts';
import { ensureDirectory, writeJson } from '../host/files.ts';
import { formatSubnet, overlap, type Subnet4 } from '../host/ipv4.ts';
import { withLock } from '../host/lock.ts';
import type { Logger } from '../host/log.ts';
import { leaseFileName, subnetOfLeaseFile } from './lease-files.ts';
import type { TakenSubnet } from './types.ts';

/** Who holds a subnet: an environment, known by its `uuid` file and that file's content. */
export interface LeaseOwner {
  /** Absolute path of the environment's `uuid` file. */
  readonly uuidPath: string;
  /** 32 hex digits. */
  readonly uuid: string;
}

/** A lease as the store has it. */
export interface Lease extends LeaseOwner {
  readonly subnet: Subnet4;
  /** Whether its environment still exists. One that does not can be taken by anyone. */
  readonly valid: boolean;
}

/** How a lease store works. */
export interface LeaseStoreOptions {
  readonly directory: string;
  /**
   * Whether something else vouches for an environment whose `uuid` file is gone, such as its owner record; then its
   * machines may still run and the lease stays valid. By default nothing does, as in Lago.
   */
  readonly isOwned?: (uuid: string) => boolean | Promise<boolean>;
  /** Milliseconds to wait for the store's lock; 30 s by default. */
  readonly lockTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

/** What can be done while the store is locked. */
export interface LeaseSession {
  /** Subnets with a valid lease, those of the environment with uuid `except` left out. */
  takenSubnets(except?: string): Promise<readonly TakenSubnet[]>;
  /** As {@link LeaseStore.acquire}, under the lock that is already held. */
  acquire(owner: LeaseOwner, subnets: readonly Subnet4[]): Promise<void>;
}

const leaseSchema = z.tuple([z.string(), z.string()]);

/** Lago's record of which subnet belongs to which environment of this host, shared by all users of its directory. */
export class LeaseStore {
  readonly #options: LeaseStoreOptions;

  constructor(options: LeaseStoreOptions) {
    this.#options = options;
  }

  /** All leases, lowest subnet first; only those of one environment when `uuid` is given. Takes no lock, changes nothing. */
  async list(uuid?: string): Promise<readonly Lease[]> {
    const leases = await Promise.all((await this.#files()).map((name) => this.#read(name)));
    return leases.filter((lease) => lease !== undefined).filter((lease) => uuid === undefined || lease.uuid === uuid);
  }

  /** Subnets with a valid lease, for planning; takes no lock, changes nothing. See {@link withPlanning}. */
  async takenSubnets(except?: string): Promise<readonly TakenSubnet[]> {
    const leases = await this.list();
    return leases
      .filter((lease) => lease.valid && lease.uuid !== except)
      .map(({ subnet, uuidPath }) => ({ subnet, owner: `the environment at ${dirname(uuidPath)}` }));
  }

  /**
   * Leases all of `subnets` to an environment, or none. Its `uuid` file must be there already (or `isOwned` vouch for it),
   * else the lease would be stale at once. Subnets that it holds are granted again.
   *
   * @throws {UserError} `SUBNET_TAKEN` (naming the owner) or `SUBNET_DUPLICATE`.
   * @throws {HostError} `LOCK_TIMEOUT` or `LEASE_DIR_UNUSABLE`.
   */
  async acquire(owner: LeaseOwner, subnets: readonly Subnet4[]): Promise<void> {
    await this.withPlanning((session) => session.acquire(owner, subnets));
  }

  /** Runs `body` under the store's lock, so that nobody takes the subnets between planning with them and leasing them. */
  async withPlanning<T>(body: (session: LeaseSession) => Promise<T>): Promise<T> {
    const { directory, signal, log } = this.#options;
    await prepare(directory);
    const options = { what: 'the subnet leases', timeoutMs: this.#options.lockTimeoutMs ?? 30_000, signal, log };
    return withLock(join(directory, 'subnet-lease.lock'), options, () =>
      body({
        takenSubnets: (except) => this.takenSubnets(except),
        acquire: (owner, subnets) => this.#acquire(owner, subnets),
      }),
    );
  }

  /** Gives back all subnets of an environment, and only its own; fine when there are none. Returns them. */
  async release(uuid: string): Promise<readonly Subnet4[]> {
    await this.#removeAbandoned();
    if ((await this.list(uuid)).length === 0) return [];
    return this.withPlanning(async () => {
      const leases = await this.list(uuid);
      for (const { subnet } of leases) await rm(this.#file(subnet), { force: true });
      return leases.map(({ subnet }) => subnet);
    });
  }

  /** What was being written when its writer was killed. */
  async #removeAbandoned(): Promise<void> {
    await removeAbandoned(this.#options.directory, (name) => subnetOfLeaseFile(name) !== undefined);
  }

  async #acquire(owner: LeaseOwner, subnets: readonly Subnet4[]): Promise<void> {
    if (!(await this.#isValid(owner))) {
      throw new InternalError(`a subnet was requested for the environment at ${owner.uuidPath}, which does not exist`);
    }
    checkDistinct(subnets);
    const isOwn = (lease: Lease) => lease.uuidPath === owner.uuidPath && lease.uuid === owner.uuid;
    const inTheWay = (await this.list()).filter((lease) => subnets.some((subnet) => overlap(subnet, lease.subnet)));
    for (const lease of inTheWay) if (lease.valid && !isOwn(lease)) throw subnetTaken(lease);
    for (const { subnet, valid } of inTheWay) if (!valid) await rm(this.#file(subnet), { force: true });
    const held = new Set(inTheWay.filter(isOwn).map(({ subnet }) => formatSubnet(subnet)));
    await this.#write(
      owner,
      subnets.filter((subnet) => !held.has(formatSubnet(subnet))),
    );
  }

  async #write(owner: LeaseOwner, subnets: readonly Subnet4[]): Promise<void> {
    const written: Subnet4[] = [];
    try {
      for (const subnet of subnets) {
        written.push(subnet);
        await writeJson(this.#file(subnet), [owner.uuidPath, owner.uuid]);
      }
    } catch (error) {
      for (const subnet of written) await rm(this.#file(subnet), { force: true });
      throw error;
    }
  }

  async #files(): Promise<readonly Subnet4[]> {
    try {
      const names = await readdir(this.#options.directory);
      return names
        .map(subnetOfLeaseFile)
        .filter((subnet) => subnet !== undefined)
        .sort((a, b) => a.base - b.base || a.length - b.length);
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return [];
      throw unusable(this.#options.directory, error);
    }
  }

  /** One lease; undefined when there is none. A broken file (Lago did not write them atomically) is an invalid lease. */
  async #read(subnet: Subnet4): Promise<Lease | undefined> {
    const text = await readText(this.#file(subnet));
    if (text === undefined) return undefined;
    const owner = parseOwner(text);
    if (owner === undefined) return { subnet, uuidPath: '', uuid: '', valid: false };
    return { subnet, ...owner, valid: await this.#isValid(owner) };
  }

  async #isValid({ uuidPath, uuid }: LeaseOwner): Promise<boolean> {
    try {
      if ((await readText(uuidPath))?.trim() === uuid) return true;
    } catch (error) {
      // The environment of another user may be closed to us; it is not ours to call it dead.
      if (hasErrorCode(error, 'EACCES', 'EPERM')) return true;
      throw unusable(this.#options.directory, error);
    }
    return (await this.#options.isOwned?.(uuid)) ?? false;
  }

  #file(subnet: Subnet4): string {
    return join(this.#options.directory, leaseFileName(subnet));
  }
}

function parseOwner(text: string): LeaseOwner | undefined {
  try {
    const result = leaseSchema.safeParse(JSON.parse(text));
    return result.success ? { uuidPath: result.data[0], uuid: result.data[1] } : undefined;
  } catch {
    return undefined;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

async function prepare(directory: string): Promise<void> {
  try {
    await ensureDirectory(directory);
  } catch (error) {
    throw unusable(directory, error);
  }
}

function checkDistinct(subnets: readonly Subnet4[]): void {
  for (const [index, subnet] of subnets.entries()) {
    if (!subnets.some((other, position) => position < index && overlap(other, subnet))) continue;
    throw new UserError(
      'SUBNET_DUPLICATE',
      `two networks of the environment want the subnet ${formatSubnet(subnet)}, or part of it`,
      { hint: 'Give each network a subnet of its own.' },
    );
  }
}

function subnetTaken(lease: Lease): UserError {
  const subnet = formatSubnet(lease.subnet);
  return new UserError(
    'SUBNET_TAKEN',
    `the subnet ${subnet} belongs to the environment at ${dirname(lease.uuidPath)}`,
    {
      hint: 'Choose another `gw` or `subnet`, leave it out to get a free one, or destroy that environment.',
    },
  );
}

function unusable(directory: string, cause: unknown): LagoError {
  if (cause instanceof LagoError && cause.code === 'DISK_FULL') return cause;
  return new HostError('LEASE_DIR_UNUSABLE', `the subnet lease directory ${directory}: ${messageOf(cause)}`, {
    hint: 'Set LAGO_LEASE_DIR to a directory that this user can write.',
    cause,
  });
}
