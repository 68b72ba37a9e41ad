import { dirname, resolve } from 'node:path';
import { throwIfCancelled } from '../host/errors.ts';
import { createLogger } from '../host/log.ts';
import { fileSink } from '../host/log-sinks.ts';
import { type Reaped, reapEnvironments } from './destroy.ts';
import { Environment } from './environment.ts';
import { assertThere } from './environment-lock.ts';
import { resolveOptions } from './host-services.ts';
import { noRecord } from './no-record.ts';
import type { CommonOptions, InitOptions, LoadOptions } from './options.ts';
import { listRecords, type OwnerRecord, orphanReason, readRecord } from './owner.ts';
import { loadPlan } from './plan-store.ts';
import { resolveWithPlugins, withRecordedPlugins } from './plugins/equip.ts';
import { findPrefix, prefixPaths, readUuid } from './prefix.ts';
import { maskPlan } from './secrets.ts';
import { type Services, withLog } from './services.ts';
import { watch } from './watchdog.ts';

/**
 * Makes an environment from an init file: directory, keys, subnets, templates, disks. Nothing is started.
 *
 * @throws {InitFileError} with all mistakes of the file; {@link UserError}, {@link HostError}, {@link ToolError} for the
 * rest. Whatever happens, a failed init leaves nothing behind.
 */
export async function init(options: InitOptions = {}): Promise<Environment> {
  const { services } = await resolveWithPlugins(options);
  return services.log.task('Initialize environment', async (log) => {
    const { prepare } = await import('./preview.ts');
    const { InitRun } = await import('./init-run.ts');
    const prepared = await prepare(options, { services: withLog(services, log) });
    throwIfCancelled(services.signal, 'the initialisation');
    const { plan, record, paths } = await new InitRun(prepared, options).execute();
    const fresh = { choice: options.acceleration ?? 'auto', host: prepared.facts };
    return new Environment(plan, paths, record, withLog(services, withFile(services, paths.logFile)), fresh);
  });
}

/**
 * Opens an existing environment.
 *
 * @throws {UserError} `WORKDIR_NOT_FOUND`; {@link StateError} `PREFIX_NOT_FOUND`, `ENVIRONMENT_GONE`, `PREFIX_OF_LAGO`,
 * `FILE_BROKEN`.
 */
export async function loadEnv(options: LoadOptions = {}): Promise<Environment> {
  const { services: own, cwd, libvirtAuth } = await resolveWithPlugins(options);
  const prefix = findPrefix({ cwd, ...options });
  const paths = prefixPaths(prefix);
  const uuid = readUuid(prefix);
  const record = await readRecord(own.paths.environmentsDir, uuid);
  if (!record) throw noRecord({ prefix, uuid }, own.paths.environmentsDir);
  const services = await withRecordedPlugins(own, record);
  const plan = await loadPlan(paths.plan).catch(async (error: unknown) => {
    // Why it is not there, or not any more.
    await assertThere(uuid, own.paths.environmentsDir);
    throw error;
  });
  maskPlan(services.log, plan);
  if (record.libvirtAuth) services.log.mask(record.libvirtAuth.password);
  const access = libvirtAuth === undefined ? record : { ...record, libvirtAuth };
  return new Environment(plan, paths, access, withLog(services, withFile(services, paths.logFile)));
}

/** One environment that this host knows. */
export interface EnvironmentEntry {
  readonly uuid: string;
  readonly prefix: string;
  readonly phase: OwnerRecord['phase'];
  readonly owner: OwnerRecord['owner'];
  /** Why `reap` would remove it; undefined while it has an owner. */
  readonly orphan: string | undefined;
}

/** All environments that this host knows, whoever made them. */
export async function listEnvironments(options: CommonOptions = {}): Promise<EnvironmentEntry[]> {
  const { environmentsDir } = resolveOptions(options).services.paths;
  const records = await Promise.all(listRecords(environmentsDir).map((uuid) => readRecord(environmentsDir, uuid)));
  return records
    .filter((record) => record !== undefined)
    .map((record) => ({
      uuid: record.uuid,
      prefix: record.prefix,
      phase: record.phase,
      owner: record.owner,
      orphan: orphanReason(record),
    }));
}

/** Destroys every environment whose owner is gone or whose time is up. One that fails does not stop the others. */
export async function reap(options: CommonOptions = {}): Promise<Reaped[]> {
  const { services } = await resolveWithPlugins(options);
  return services.log.task('Remove abandoned environments', (log) => reapEnvironments(withLog(services, log)));
}

/**
 * Body of the watchdog process of one environment; returns when the environment is gone.
 *
 * @param environmentsDir directory of its owner record.
 */
export async function watchEnvironment(environmentsDir: string, uuid: string): Promise<void> {
  const log = createLogger(fileSink('/dev/stdout'));
  const { services } = resolveOptions({ log, stateDir: dirname(resolve(environmentsDir)) });
  await watch(uuid, services);
}

function withFile({ log }: Services, file: string) {
  return log.withSinks(fileSink(file));
}
