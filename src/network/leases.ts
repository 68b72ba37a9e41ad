import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HostError, hasErrorCode, InternalError, LagoError, messageOf, UserError } from '../host/errors.ts';
import { ensureDirectory, writeJson } from '../host/files.ts';
import { withLock } from '../host/lock.ts';
import type { Logger } from '../host/log.ts';

/** Third octets that can be leased: 192.168.200.0/24 to 192.168.255.0/24. */
export const LEASE_RANGE = { first: 200, last: 255 } as const;

/** Who holds a subnet: an environment, known by its `uuid` file and that file's content. */
export interface LeaseOwner {
  /** Absolute path of the environment's `uuid` file. */
  readonly uuidPath: string;
  /** 32 hex digits. */
  readonly uuid: string;
}

/** A lease as the store has it. */
export interface Lease extends LeaseOwner {
  /** Third octet of 192.168.x.0/24. */
  readonly octet: number;
  /** For example `192.168.200.0/24`. */
  readonly subnet: string;
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
  /** Third octets with a valid lease, those of the environment with uuid `except` left out. */
  takenSubnets(except?: string): Promise<ReadonlySet<number>>;
  /** As {@link LeaseStore.acquire}, under the lock that is already held. */
  acquire(owner: LeaseOwner, octets: readonly number[]): Promise<void>;
}

const leaseSchema = z.tuple([z.string(), z.string()]);

/** Lago's record of which /24 belongs to which environment of this host, shared by all users of its directory. */
export class LeaseStore {
  readonly #options: LeaseStoreOptions;

  constructor(options: LeaseStoreOptions) {
    this.#options = options;
  }

  /** All leases, lowest octet first; only those of one environment when `uuid` is given. Takes no lock, changes nothing. */
  async list(uuid?: string): Promise<readonly Lease[]> {
    const leases = await Promise.all((await this.#octets()).map((octet) => this.#read(octet)));
    return leases.filter((lease) => lease !== undefined).filter((lease) => uuid === undefined || lease.uuid === uuid);
  }

  /** Third octets with a valid lease, for planning; takes no lock, changes nothing. See {@link withPlanning}. */
  async takenSubnets(except?: string): Promise<ReadonlySet<number>> {
    const leases = await this.list();
    return new Set(leases.filter((lease) => lease.valid && lease.uuid !== except).map((lease) => lease.octet));
  }

  /**
   * Leases all of `octets` to an environment, or none. Its `uuid` file must be there already (or `isOwned` vouch for it),
   * else the lease would be stale at once. Octets that it holds are granted again.
   *
   * @throws {UserError} `SUBNET_TAKEN` (naming the owner), `SUBNET_OUT_OF_RANGE` or `SUBNET_DUPLICATE`.
   * @throws {HostError} `LOCK_TIMEOUT` or `LEASE_DIR_UNUSABLE`.
   */
  async acquire(owner: LeaseOwner, octets: readonly number[]): Promise<void> {
    await this.withPlanning((session) => session.acquire(owner, octets));
  }

  /** Runs `body` under the store's lock, so that nobody takes the subnets between planning with them and leasing them. */
  async withPlanning<T>(body: (session: LeaseSession) => Promise<T>): Promise<T> {
    const { directory, signal, log } = this.#options;
    await prepare(directory);
    const options = { what: 'the subnet leases', timeoutMs: this.#options.lockTimeoutMs ?? 30_000, signal, log };
    return withLock(join(directory, 'subnet-lease.lock'), options, () =>
      body({
        takenSubnets: (except) => this.takenSubnets(except),
        acquire: (owner, octets) => this.#acquire(owner, octets),
      }),
    );
  }

  /** Gives back all subnets of an environment, and only its own; fine when there are none. Returns their octets. */
  async release(uuid: string): Promise<readonly number[]> {
    if ((await this.list(uuid)).length === 0) return [];
    return this.withPlanning(async () => {
      const leases = await this.list(uuid);
      for (const { octet } of leases) await rm(this.#file(octet), { force: true });
      return leases.map(({ octet }) => octet);
    });
  }

  async #acquire(owner: LeaseOwner, octets: readonly number[]): Promise<void> {
    if (!(await this.#isValid(owner))) {
      throw new InternalError(`a subnet was requested for the environment at ${owner.uuidPath}, which does not exist`);
    }
    octets.forEach(checkOctet);
    const taken: number[] = [];
    for (const octet of octets) {
      const lease = await this.#read(octet);
      const own = lease !== undefined && lease.uuidPath === owner.uuidPath && lease.uuid === owner.uuid;
      if (lease?.valid && !own) throw subnetTaken(lease);
      if (!own) taken.push(octet);
    }
    await this.#write(owner, taken);
  }

  async #write(owner: LeaseOwner, octets: readonly number[]): Promise<void> {
    const written: number[] = [];
    try {
      for (const octet of octets) {
        written.push(octet);
        await writeJson(this.#file(octet), [owner.uuidPath, owner.uuid]);
      }
    } catch (error) {
      for (const octet of written) await rm(this.#file(octet), { force: true });
      throw error;
    }
  }

  async #octets(): Promise<readonly number[]> {
    try {
      const names = await readdir(this.#options.directory);
      const octets = names.map((name) => /^(\d{1,3})\.lease$/.exec(name)?.[1]).filter((octet) => octet !== undefined);
      return octets.map(Number).sort((a, b) => a - b);
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return [];
      throw unusable(this.#options.directory, error);
    }
  }

  /** One lease; undefined when there is none. A broken file (Lago did not write them atomically) is an invalid lease. */
  async #read(octet: number): Promise<Lease | undefined> {
    const text = await readText(this.#file(octet));
    if (text === undefined) return undefined;
    const place = { octet, subnet: `192.168.${octet}.0/24` };
    const owner = parseOwner(text);
    if (owner === undefined) return { ...place, uuidPath: '', uuid: '', valid: false };
    return { ...place, ...owner, valid: await this.#isValid(owner) };
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

  #file(octet: number): string {
    return join(this.#options.directory, `${octet}.lease`);
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

function checkOctet(octet: number, index: number, octets: readonly number[]): void {
  const { first, last } = LEASE_RANGE;
  if (!Number.isInteger(octet) || octet < first || octet > last) {
    throw new UserError(
      'SUBNET_OUT_OF_RANGE',
      `the subnet 192.168.${octet}.0/24 cannot be leased: only 192.168.${first}.0/24 to 192.168.${last}.0/24 can`,
    );
  }
  if (octets.indexOf(octet) !== index) {
    throw new UserError('SUBNET_DUPLICATE', `two networks of the environment want the subnet 192.168.${octet}.0/24`, {
      hint: 'Give each network a gateway of its own /24.',
    });
  }
}

function subnetTaken(lease: Lease): UserError {
  return new UserError('SUBNET_TAKEN', `the subnet ${lease.subnet} belongs to the environment of ${lease.uuidPath}`, {
    hint: 'Choose another `gw`, leave it out to get a free subnet, or destroy that environment.',
  });
}

function unusable(directory: string, cause: unknown): LagoError {
  if (cause instanceof LagoError && cause.code === 'DISK_FULL') return cause;
  return new HostError('LEASE_DIR_UNUSABLE', `the subnet lease directory ${directory}: ${messageOf(cause)}`, {
    hint: 'Set LAGO_LEASE_DIR to a directory that this user can write.',
    cause,
  });
}
