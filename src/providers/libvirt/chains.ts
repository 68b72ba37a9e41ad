import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readQcow2Header } from '../../host/qcow2.ts';
import type { DiskPlan, DomainPlan } from '../plan.ts';

/** An image below the topmost one of a disk. */
export interface ChainLink {
  readonly file: string;
  readonly format: 'qcow2' | 'raw';
  /** Everybody may read it, so libvirt need not give it to QEMU's user, and does not. */
  readonly keepsOwner: boolean;
}

/** A disk with the images below it, where they could be read. */
export type ChainedDisk = DiskPlan & { readonly chain?: readonly ChainLink[] };

/** A domain with the images below its disks. */
export type ChainedDomain = Omit<DomainPlan, 'disks'> & { readonly disks: readonly ChainedDisk[] };

/** More than the longest chain that `init` accepts. */
const MAX_LENGTH = 100;

/**
 * Notes the images below the disks of a domain. libvirt finds them too, but hands them over to QEMU's user, and does not give
 * them back: users could not write to images of theirs any more, which others may be layers over.
 */
export async function withChains(domain: DomainPlan): Promise<ChainedDomain> {
  return { ...domain, disks: await Promise.all(domain.disks.map(withChain)) };
}

async function withChain(disk: DiskPlan): Promise<ChainedDisk> {
  if (disk.format !== 'qcow2') return disk;
  const links = await readLinks(disk.path, []).catch(() => undefined);
  if (links === undefined || links.length === 0) return disk;
  return {
    ...disk,
    chain: links.map((link) => ({ ...link, keepsOwner: link.keepsOwner && !isOurs(link.file, disk) })),
  };
}

/** Whether a file may have to be written to: a snapshot's layer, which a merge may go into, or what is used in place. */
function isOurs(file: string, { path, source }: DiskPlan): boolean {
  return dirname(file) === dirname(path) || (source.kind === 'file' && source.inPlace === true && source.file === file);
}

/** Undefined when an image does not say what is below it as plainly as ours do; libvirt may look for itself then. */
async function readLinks(file: string, found: readonly ChainLink[]): Promise<readonly ChainLink[] | undefined> {
  const header = await readQcow2Header(file);
  if (header === undefined || header.dataFile || found.length > MAX_LENGTH) return undefined;
  const { backingFile, backingFormat: format } = header;
  if (backingFile === undefined) return found;
  if (/^[^/]*:/.test(backingFile) || (format !== 'qcow2' && format !== 'raw')) return undefined;
  const below = resolve(dirname(file), backingFile);
  const { mode } = await stat(below);
  const link: ChainLink = { file: below, format, keepsOwner: (mode & 0o004) !== 0 };
  return format === 'qcow2' ? readLinks(below, [...found, link]) : [...found, link];
}
