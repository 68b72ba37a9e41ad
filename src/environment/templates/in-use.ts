import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { hasErrorCode, LagoError } from '../../host/errors.ts';
import { ensureDirectory, fileError, writeFileAtomic } from '../../host/files.ts';
import { readQcow2Header } from '../../host/qcow2.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import { TemplateStore } from '../../templates/store.ts';
import { listRecords, type OwnerRecord, readRecord } from '../owner.ts';
import { loadPlan } from '../plan-store.ts';
import { prefixPaths } from '../prefix.ts';
import type { Services } from '../services.ts';

type Places = Pick<Services, 'paths'>;

/** Images by real path, each with what lies over it: uuids of environments, `layer <key>`. */
export type ImageUsers = ReadonlyMap<string, readonly string[]>;

/** The host's template store, which knows what lies over its images. */
export function templateStore(services: Places): TemplateStore {
  return new TemplateStore(services.paths.storeDir, async (image) => {
    const users = await imageUsers(services);
    const over = users.get(await realpath(image).catch(() => image)) ?? [];
    return environmentsOf(over);
  });
}

/**
 * Those of an image's users that keep it from being exchanged: environments. A layer that nobody uses says what it was built
 * over: it is good again over the same, and not used over anything else.
 */
export function environmentsOf(users: readonly string[]): readonly string[] {
  return users.filter((user) => !user.startsWith('layer '));
}

/**
 * Finds all images that disks of existing environments (their snapshots too) and layers lie over, by following the backing
 * files in the images' headers. All environments count whose state directories ever used the store.
 *
 * @throws {HostError} `PERMISSION_DENIED` for environments of other users that cannot be looked into; {@link StateError}
 *   `FILE_BROKEN` for a broken record: then nobody can say what is in use.
 */
export async function imageUsers(services: Places): Promise<ImageUsers> {
  const users = new Map<string, Set<string>>();
  const add = async (image: string, user: string) => {
    for (const file of await chainOf(image)) users.set(file, (users.get(file) ?? new Set()).add(user));
  };
  for (const environmentsDir of await environmentDirectories(services)) {
    for (const uuid of listRecords(environmentsDir)) {
      const record = await readRecord(environmentsDir, uuid);
      for (const image of record ? await imagesOf(record) : []) await add(image, uuid);
    }
  }
  const { layersDir } = services.paths;
  for (const name of await namesIn(layersDir)) {
    if (/^[0-9a-f]{64}$/.test(name)) await add(join(layersDir, name), `layer ${name}`);
  }
  return new Map([...users].map(([file, names]) => [file, [...names]]));
}

/**
 * Lets the store know where the records of its environments are, when that is not beside it: whoever prunes it looks there.
 * A store that is read-only for us cannot be told: that is a warning.
 */
export async function registerEnvironments({ paths, log }: Pick<Services, 'paths' | 'log'>): Promise<void> {
  const { storeDir, environmentsDir } = paths;
  if (environmentsDir === besideStore(storeDir)) return;
  const name = createHash('sha256').update(environmentsDir).digest('hex').slice(0, 16);
  const file = join(registryOf(storeDir), name);
  if (existsSync(file)) return;
  try {
    await ensureDirectory(dirname(file));
    await writeFileAtomic(file, `${environmentsDir}\n`);
  } catch (error) {
    if (!(error instanceof LagoError) || error.code !== 'PERMISSION_DENIED') throw error;
    log.warning(
      `the store ${storeDir} is read-only for this user: whoever prunes it cannot know of the environments in ${environmentsDir}, and may remove what their disks lie over`,
    );
  }
}

async function environmentDirectories({ paths: { storeDir, environmentsDir } }: Places): Promise<readonly string[]> {
  const registry = registryOf(storeDir);
  const files = (await namesIn(registry)).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const noted = await Promise.all(files.map((name) => readFile(join(registry, name), 'utf8')));
  return [...new Set([environmentsDir, besideStore(storeDir), ...noted.map((text) => text.trim())])];
}

function besideStore(storeDir: string): string {
  return join(dirname(storeDir), 'environments');
}

function registryOf(storeDir: string): string {
  return join(storeDir, 'used-by');
}

/** All files that may be images of an environment: in its directory of images, and wherever its plan has disks. */
async function imagesOf({ imagesDir, prefix }: OwnerRecord): Promise<readonly string[]> {
  const inside = (await namesIn(imagesDir, true)).map((name) => join(imagesDir, name));
  const planned = (await domainsOf(prefixPaths(prefix).plan)).flatMap(({ disks }) => disks.map(({ path }) => path));
  return [...new Set([...inside, ...planned.filter((path) => existsSync(path))])];
}

/** None without a plan: one that is not finished yet, or is being destroyed. */
async function domainsOf(plan: string): Promise<readonly DomainPlan[]> {
  if (!existsSync(plan)) return [];
  try {
    return [...(await loadPlan(plan)).domains.values()];
  } catch (error) {
    // Since we looked.
    if (error instanceof LagoError && error.code === 'FILE_MISSING') return [];
    throw error;
  }
}

/** An image with all that is under it, by real paths. What is no image has nothing under it. */
async function chainOf(image: string): Promise<readonly string[]> {
  const chain: string[] = [];
  let next: string | undefined = image;
  while (next !== undefined) {
    const file: string | undefined = await realpath(next).catch(() => undefined);
    if (file === undefined || chain.includes(file)) return chain;
    chain.push(file);
    const backing: string | undefined = await backingOf(file);
    next = backing === undefined ? undefined : resolve(dirname(file), backing);
  }
  return chain;
}

async function backingOf(file: string): Promise<string | undefined> {
  try {
    return (await readQcow2Header(file))?.backingFile;
  } catch (error) {
    // Directories, sockets, and images that QEMU could not open either.
    if (error instanceof LagoError && ['IMAGE_BROKEN', 'FILE_FAILED'].includes(error.code)) return undefined;
    throw error;
  }
}

async function namesIn(directory: string, recursive = false): Promise<readonly string[]> {
  try {
    return await readdir(directory, { recursive });
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw fileError(error, 'read', directory);
  }
}
