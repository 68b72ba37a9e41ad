import { join } from 'node:path';
import type { HostCheck } from '../host/checks.ts';
import { freeBytes } from '../host/files.ts';
import { isWritableDirectory } from '../host/paths.ts';
import type { ImageAccess, VmProvider } from '../providers/provider.ts';
import type { Resolved } from './host-services.ts';
import { DEFAULT_WORKDIR } from './prefix.ts';

const GIB = 1024 ** 3;
/** Less than this holds no template. */
const TOO_LITTLE = GIB;
/** A template of usual size and what a few machines write to it. */
const LITTLE = 5 * GIB;

/** Checks that directories can be written, that they have room, and that QEMU can open disks in them. */
export async function checkDirectories(
  { cwd, services }: Pick<Resolved, 'cwd' | 'services'>,
  provider: Required<Pick<VmProvider, 'imageAccess'>>,
): Promise<HostCheck[]> {
  const { imagesDir, leaseDir, stateDir, storeDir } = services.paths;
  const workdir = join(cwd, DEFAULT_WORKDIR);
  return [
    checkWritable('state directory', stateDir, 'LAGO_STATE_DIR'),
    checkWritable('subnet leases', leaseDir, 'LAGO_LEASE_DIR'),
    await checkSpace('disk space for templates', storeDir),
    await checkSpace('disk space for machines', workdir),
    checkStore(storeDir, await provider.imageAccess(storeDir)),
    await checkWorkdir(workdir, imagesDir, provider),
  ];
}

/** @param variable names another place. */
function checkWritable(name: string, directory: string, variable: string): HostCheck {
  if (isWritableDirectory(directory)) return { name, status: 'ok', detail: directory };
  return {
    name,
    status: 'error',
    detail: `${directory} cannot be written by this user`,
    fix: `Give yourself write permission there, or set ${variable} to another directory.`,
  };
}

/** What is free at a directory, or where it would be made. */
export async function checkSpace(name: string, directory: string, free = freeBytes): Promise<HostCheck> {
  const bytes = await free(directory);
  const detail = `${(bytes / GIB).toFixed(1)} GiB are free at ${directory}`;
  if (bytes >= LITTLE) return { name, status: 'ok', detail };
  const fix = 'Free some space, or put the template store (--template-store) and the workdir on another file system.';
  return { name, status: bytes < TOO_LITTLE ? 'error' : 'warning', detail, fix };
}

function checkStore(directory: string, access: ImageAccess): HostCheck {
  const name = 'template store';
  if (access.reachable) return { name, status: 'ok', detail: `QEMU can open templates in ${directory}` };
  return {
    name,
    status: 'error',
    detail: `for templates in ${directory}, ${blocked(access)}`,
    fix: opened(access),
    repair: opening(access),
  };
}

async function checkWorkdir(
  workdir: string,
  pool: string,
  provider: Required<Pick<VmProvider, 'imageAccess'>>,
): Promise<HostCheck> {
  const name = 'disk images';
  const access = await provider.imageAccess(workdir);
  if (access.reachable) return { name, status: 'ok', detail: `QEMU can open disks in ${workdir}` };
  if (isWritableDirectory(pool) && (await provider.imageAccess(pool)).reachable) {
    return { name, status: 'ok', detail: `disks will be in ${pool}, because in ${workdir} ${blocked(access)}` };
  }
  return {
    name,
    status: 'error',
    detail: `for disks in ${workdir}, ${blocked(access)}`,
    fix: opened(access),
    repair: opening(access),
  };
}

type Blocked = ImageAccess & { readonly reachable: false };

function blocked({ directory, user }: Blocked): string {
  return `QEMU, which runs as ${user}, has no search permission (x) on ${directory}`;
}

function opening({ directory, user }: Blocked): readonly (readonly string[])[] {
  return [['setfacl', '--modify', `u:${user}:x`, directory]];
}

function opened({ directory, user }: Blocked): string {
  return `Run \`setfacl -m u:${user}:x ${directory}\` (or \`chmod o+x ${directory}\`), or use directories elsewhere.`;
}
