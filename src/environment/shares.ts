import { stat } from 'node:fs/promises';
import { assertAllowedPath } from '../disks/allowed.ts';
import { HostError, hasErrorCode, UserError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import type { DomainPlan, SharePlan } from '../providers/plan.ts';
import type { ImageAccess } from '../providers/provider.ts';

/** What the shared directories of an environment are judged by. */
export interface ShareRules {
  /** Absolute directories in which they must lie. */
  readonly roots: readonly string[];
  /** Whether QEMU's user can reach a directory. */
  imageAccess(directory: string): Promise<ImageAccess>;
}

/**
 * Checks that all shared directories are there, lie where init files may reach once links are followed, and can be reached
 * by QEMU's user. Gives the domains with the real paths that were checked.
 *
 * @throws {UserError} `SHARE_SOURCE_MISSING`, `DISK_PATH_NOT_ALLOWED`; {@link HostError} `SHARE_UNREACHABLE`.
 */
export async function checkShares(
  domains: ReadonlyMap<string, DomainPlan>,
  rules: ShareRules,
): Promise<ReadonlyMap<string, DomainPlan>> {
  const checked = new Map<string, DomainPlan>();
  for (const [name, domain] of domains) {
    const { shares } = domain;
    const real = shares && (await Promise.all(shares.map((share) => checkShare(share, name, rules))));
    checked.set(name, real === undefined ? domain : { ...domain, shares: real });
  }
  return checked;
}

async function checkShare(share: SharePlan, vm: string, { roots, ...rules }: ShareRules): Promise<SharePlan> {
  const what = `share ${share.tag} of VM ${vm}`;
  const source = await assertAllowedPath(share.source, roots, what);
  await assertDirectory(source, what);
  // QEMU itself serves 9p, as a user of its own; virtiofsd has the rights of libvirt.
  if (share.type === '9p') assertReachable(await rules.imageAccess(source), source, what);
  return { ...share, source };
}

async function assertDirectory(path: string, what: string): Promise<void> {
  const isDirectory = await stat(path).then(
    (stats) => stats.isDirectory(),
    (error: unknown) => {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw fileError(error, 'look at', path);
    },
  );
  if (isDirectory === true) return;
  const problem = isDirectory === false ? 'is not a directory' : 'does not exist';
  throw new UserError('SHARE_SOURCE_MISSING', `${what}: ${path} ${problem}`, {
    hint: 'Make the directory before `lago init`.',
  });
}

function assertReachable(access: ImageAccess, path: string, what: string): void {
  if (access.reachable) return;
  const { user, directory } = access;
  const message = `${what}: QEMU, which runs as ${user}, cannot reach ${path}: the directory ${directory} lacks search permission (x) for it`;
  throw new HostError('SHARE_UNREACHABLE', message, {
    hint: `Run \`setfacl -m u:${user}:x ${directory}\` (or \`chmod o+x ${directory}\`), or share a directory elsewhere.`,
  });
}
