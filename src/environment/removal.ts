import { existsSync, lstatSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { destroyEnvironment } from './destroy.ts';
import type { Resolved } from './host-services.ts';
import type { LoadOptions } from './options.ts';
import { resolveWithPlugins } from './plugins/equip.ts';
import { findPrefix, findWorkdir, listPrefixes, readUuid } from './prefix.ts';
import { withLog } from './services.ts';

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
 * gone when `uuid` is given. A workdir that is a symbolic link only loses the link, as in Lago.
 *
 * @returns uuids of those that were destroyed.
 */
export async function destroyEnvironments(options: DestroyOptions = {}): Promise<string[]> {
  const resolved = await resolveWithPlugins(options);
  const link = options.uuid === undefined ? linkAt(options, resolved) : undefined;
  if (link !== undefined) return removeLink(link, options);
  const found =
    options.uuid === undefined ? environmentsAt(options, resolved) : [{ uuid: options.uuid, path: options.uuid }];
  if (options.confirm && !(await options.confirm(found.map(({ path }) => path)))) return [];
  return resolved.services.log.task('Destroy environment', async (log) => {
    const destroyed: string[] = [];
    for (const { uuid } of found) {
      if (await destroyEnvironment(uuid, withLog(resolved.services, log))) destroyed.push(uuid);
    }
    return destroyed;
  });
}

function linkAt(options: DestroyOptions, { cwd }: Resolved): string | undefined {
  const prefix = findPrefix({ cwd, ...options }, hasUuid);
  const workdir = join(prefix, '..');
  return lstatSync(workdir).isSymbolicLink() ? workdir : undefined;
}

async function removeLink(link: string, { confirm }: DestroyOptions): Promise<string[]> {
  if (!confirm || (await confirm([link]))) await unlink(link);
  return [];
}

function environmentsAt(
  options: DestroyOptions,
  { cwd }: Resolved,
): { readonly uuid: string; readonly path: string }[] {
  const place = { cwd, ...options };
  const prefixes = options.allPrefixes ? prefixesOf(findWorkdir(place)) : [findPrefix(place, hasUuid)];
  return prefixes.map((path) => ({ uuid: readUuid(path), path }));
}

function prefixesOf(workdir: string): string[] {
  return listPrefixes(workdir)
    .map((name) => join(workdir, name))
    .filter(hasUuid);
}

/** Half-made environments have at least that, and must be removable. */
function hasUuid(prefix: string): boolean {
  return existsSync(join(prefix, 'uuid'));
}
