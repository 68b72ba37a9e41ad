import { lstatSync, statSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../host/errors.ts';
import { destroyEnvironment } from './destroy.ts';
import type { Resolved } from './host-services.ts';
import { noRecord } from './no-record.ts';
import type { LoadOptions } from './options.ts';
import { ownsPrefix } from './owner.ts';
import { resolveWithPlugins } from './plugins/equip.ts';
import { findPrefix, findWorkdir, listPrefixes, looksLikePrefix, uuidIn } from './prefix.ts';
import { type Services, withLog } from './services.ts';

/** How environments to destroy are named. */
export interface DestroyOptions extends LoadOptions {
  /** All prefixes of the workdir. */
  readonly allPrefixes?: boolean;
  /** Instead of a place: the uuid, for an environment whose directory is gone. */
  readonly uuid?: string;
  /** Asked with the paths that will go before anything is touched; false stops it. */
  readonly confirm?: (paths: readonly string[]) => Promise<boolean>;
}

/**
 * Destroys environments from their owner records; works for half-made and broken ones, and for ones whose directory is
 * gone when `uuid` is given. A workdir that is a symbolic link only loses the link, as in Lago. One that is gone
 * meanwhile is fine; one that cannot be destroyed does not keep the others from it.
 *
 * @returns uuids of those that were destroyed.
 * @throws {StateError} `ENVIRONMENT_GONE`, `PREFIX_OF_LAGO` when there is a directory and no record; what the first that
 * failed says, after the others were destroyed.
 */
export async function destroyEnvironments(options: DestroyOptions = {}): Promise<string[]> {
  const resolved = await resolveWithPlugins(options);
  const { uuid } = options;
  const link = uuid === undefined ? linkAt(options, resolved) : undefined;
  if (link !== undefined) return removeLink(link, options);
  const prefixes = uuid === undefined ? prefixesAt(options, resolved) : [];
  if (options.confirm && !(await options.confirm(uuid === undefined ? prefixes : [uuid]))) return [];
  return resolved.services.log.task('Destroy environment', async (log) => {
    const services = withLog(resolved.services, log);
    if (uuid === undefined) return destroyPrefixes(prefixes, services);
    return (await destroyEnvironment(uuid, services)) ? [uuid] : [];
  });
}

async function destroyPrefixes(prefixes: readonly string[], services: Services): Promise<string[]> {
  const destroyed: string[] = [];
  const failures: unknown[] = [];
  for (const prefix of prefixes) {
    try {
      const uuid = await destroyPrefix(prefix, services);
      if (uuid !== undefined) destroyed.push(uuid);
    } catch (error) {
      if (services.signal?.aborted) throw error;
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  for (const other of others) services.log.error(messageOf(other));
  if (first !== undefined) throw first;
  return destroyed;
}

/** The uuid of what was destroyed; undefined when somebody else did it meanwhile. */
async function destroyPrefix(prefix: string, services: Services): Promise<string | undefined> {
  const uuid = uuidIn(prefix);
  if (uuid === undefined) return undefined;
  if (await destroyEnvironment(uuid, services)) return uuid;
  if (ownsPrefix({ prefix, uuid })) throw noRecord({ prefix, uuid }, services.paths.environmentsDir);
  return undefined;
}

function linkAt(options: DestroyOptions, { cwd }: Resolved): string | undefined {
  const prefix = findPrefix({ cwd, ...options }, hasUuid, looksLikePrefix);
  const workdir = join(prefix, '..');
  return lstatSync(workdir, { throwIfNoEntry: false })?.isSymbolicLink() ? workdir : undefined;
}

async function removeLink(link: string, { confirm }: DestroyOptions): Promise<string[]> {
  if (!confirm || (await confirm([link]))) await unlink(link);
  return [];
}

function prefixesAt(options: DestroyOptions, { cwd }: Resolved): readonly string[] {
  const place = { cwd, ...options };
  return options.allPrefixes ? prefixesOf(findWorkdir(place)) : [findPrefix(place, hasUuid, looksLikePrefix)];
}

function prefixesOf(workdir: string): string[] {
  return listPrefixes(workdir)
    .map((name) => join(workdir, name))
    .filter(hasUuid);
}

/** Half-made environments have at least that, and must be removable. */
function hasUuid(prefix: string): boolean {
  return statSync(join(prefix, 'uuid'), { throwIfNoEntry: false })?.isFile() === true;
}
