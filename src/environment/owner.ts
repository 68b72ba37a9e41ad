import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { removeAbandoned } from '../host/abandoned.ts';
import { hasErrorCode } from '../host/errors.ts';
import { ensureDirectory, fileError, readJsonIfExists, removeTree, writeJson } from '../host/files.ts';
import { isSameProcess, type ProcessIdentity, processIdentitySchema } from '../host/process.ts';
import type { ProviderObjects } from '../providers/provider.ts';
import { DEFAULT_PROVIDER } from '../providers/providers.ts';

/**
 * Who an environment belongs to, and so how long it may live.
 * - `process`: it ends with that process (a test run, a CI job's worker, an `init` that is still at work).
 * - `workdir`: it lives until somebody destroys it, or until its directory is gone.
 */
export type Owner =
  | {
      readonly kind: 'process';
      readonly process: ProcessIdentity /** For people: `GitHub job build`. */;
      readonly label: string;
    }
  | { readonly kind: 'workdir' };

const ownerSchema: z.ZodType<Owner> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('process'), process: processIdentitySchema, label: z.string() }),
  z.object({ kind: z.literal('workdir') }),
]);

const netSchema = z.object({
  name: z.string(),
  libvirtName: z.string(),
  bridge: z.string(),
  type: z.enum(['nat', 'bridge']),
  /** Interface of the host that it takes; how that was before is noted at the bridge. */
  uplink: z.string().exactOptional(),
});

const providerSchema = z.object({
  name: z.string(),
  /** Names of its machines. */
  domains: z.array(z.string()),
});

const recordSchema = z.object({
  version: z.literal(1),
  uuid: z.string().regex(/^[0-9a-f]{32}$/),
  createdAt: z.string(),
  /** `creating` and `destroying` are never left standing by a run that ended well. */
  phase: z.enum(['creating', 'created', 'destroying']),
  owner: ownerSchema,
  /** The process at work on it right now, while `creating`. */
  worker: processIdentitySchema.exactOptional(),
  /** ISO time after which the watchdog destroys it. */
  expiresAt: z.string().exactOptional(),
  prefix: z.string(),
  workdir: z.string(),
  /** Topmost directory above (or equal to) the workdir that did not exist before; goes again when it is empty. */
  createdRoot: z.string().exactOptional(),
  imagesDir: z.string(),
  leaseDir: z.string(),
  libvirtUrl: z.string(),
  /** What that connection asks for. */
  libvirtAuth: z.object({ username: z.string(), password: z.string() }).exactOptional(),
  /** Whether machines or networks were ever started; if not, destroying needs no provider. */
  started: z.boolean(),
  /** Names of all machines at their providers. */
  domains: z.array(z.string()),
  nets: z.array(netSchema),
  /** Machines with a TPM, whose state has to be removed. */
  tpms: z.array(z.object({ libvirtName: z.string(), uuid: z.string() })).exactOptional(),
  /** What each provider has of it; older records had only one provider, local-libvirt. */
  providers: z.array(providerSchema).exactOptional(),
  /** File URLs of the plugins that it was made with. */
  plugins: z.array(z.string()).exactOptional(),
  watchdog: processIdentitySchema.exactOptional(),
  /** Leads ports of the host to machines. */
  forwarder: processIdentitySchema.exactOptional(),
  /** Exports under way: the directory of their unfinished files, and topmost directory that was made for the export. */
  exports: z
    .array(z.object({ directory: z.string(), createdRoot: z.string().exactOptional(), worker: processIdentitySchema }))
    .exactOptional(),
});

/**
 * Everything needed to remove an environment without its directory: written before the first effect, removed after the
 * last. Lives in `<state dir>/environments/<uuid>.json`.
 */
export type OwnerRecord = Readonly<z.infer<typeof recordSchema>>;

/** What each provider has of an environment, by its name: networks are those of local-libvirt. */
export function objectsByProvider(record: OwnerRecord): ReadonlyMap<string, ProviderObjects> {
  const { uuid, nets, domains } = record;
  const entries = record.providers ?? [{ name: DEFAULT_PROVIDER, domains }];
  return new Map(
    entries.map((entry) => [
      entry.name,
      { uuid, domains: entry.domains, nets: entry.name === DEFAULT_PROVIDER ? nets : [], ...tpmsOf(entry, record) },
    ]),
  );
}

function tpmsOf({ domains }: z.output<typeof providerSchema>, { tpms }: OwnerRecord): Pick<ProviderObjects, 'tpms'> {
  const own = tpms?.filter(({ libvirtName }) => domains.includes(libvirtName)) ?? [];
  return own.length === 0 ? {} : { tpms: own };
}

/** File of the record of one environment. */
export function recordFile(environmentsDir: string, uuid: string): string {
  return join(environmentsDir, `${uuid}.json`);
}

/** Writes a record, whole, so that a reader never sees half of it. */
export async function writeRecord(environmentsDir: string, record: OwnerRecord): Promise<void> {
  await ensureDirectory(environmentsDir);
  await writeJson(recordFile(environmentsDir, record.uuid), record, { mode: 0o600 });
}

/** Reads the record of one environment; undefined when there is none (any more). */
export async function readRecord(environmentsDir: string, uuid: string): Promise<OwnerRecord | undefined> {
  return readJsonIfExists(recordFile(environmentsDir, uuid), recordSchema);
}

/** Removes the record, and what killed writers of it left: the last act of `destroy`. */
export async function removeRecord(environmentsDir: string, uuid: string): Promise<void> {
  await removeAbandoned(environmentsDir, (name) => name === `${uuid}.json`);
  await removeTree(recordFile(environmentsDir, uuid));
}

/** Removes what killed writers of any record left. They may have had passwords to write. */
export async function removeAbandonedRecords(environmentsDir: string): Promise<void> {
  await removeAbandoned(environmentsDir, (name) => uuidOf(name) !== undefined);
}

/** UUIDs of which there is a lock and no record: of one that was destroyed by a process that was killed at the very end. */
export function strayLocks(environmentsDir: string): string[] {
  if (!existsSync(environmentsDir)) return [];
  const names = readdirSync(environmentsDir);
  const locked = names.map((name) => uuidOf(name, '.json.lock')).filter((uuid) => uuid !== undefined);
  return locked.filter((uuid) => !names.includes(`${uuid}.json`));
}

function uuidOf(name: string, ending = '.json'): string | undefined {
  const uuid = name.endsWith(ending) ? name.slice(0, -ending.length) : '';
  return /^[0-9a-f]{32}$/.test(uuid) ? uuid : undefined;
}

/** UUIDs of all environments that this host knows. */
export function listRecords(environmentsDir: string): string[] {
  if (!existsSync(environmentsDir)) return [];
  return readdirSync(environmentsDir)
    .map((name) => uuidOf(name))
    .filter((uuid) => uuid !== undefined)
    .sort();
}

/** Why an environment may be removed, or undefined while it has an owner. */
export function orphanReason(record: OwnerRecord, now = new Date()): string | undefined {
  if (record.expiresAt !== undefined && new Date(record.expiresAt) <= now) return `it expired at ${record.expiresAt}`;
  if (record.phase === 'destroying') return 'its destruction was interrupted';
  if (record.worker && !isSameProcess(record.worker))
    return `process ${record.worker.pid} left it while ${record.phase}`;
  if (record.worker) return undefined;
  switch (record.owner.kind) {
    case 'process':
      if (isSameProcess(record.owner.process)) return undefined;
      return `its owner, process ${record.owner.process.pid} (${record.owner.label}), is gone`;
    case 'workdir':
      return isGone(record) ? `its directory ${record.prefix} is gone` : undefined;
  }
}

/** A directory that cannot be read at this moment (too many open files, a disk that fails) is not gone. */
function isGone(record: OwnerRecord): boolean {
  try {
    return !ownsPrefix(record);
  } catch {
    return false;
  }
}

/**
 * Whether the directory of the record still is this environment's, and not another one made at the same place.
 *
 * @throws {HostError} when that cannot be read.
 */
export function ownsPrefix(record: Pick<OwnerRecord, 'prefix' | 'uuid'>): boolean {
  const file = join(record.prefix, 'uuid');
  try {
    return readFileSync(file, 'utf8').trim() === record.uuid;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP')) return false;
    throw fileError(error, 'read', file);
  }
}
