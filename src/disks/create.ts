import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { discardPart, download } from '../host/download.ts';
import { InternalError, UserError } from '../host/errors.ts';
import { ensureDirectory, fileError, pathIsInside, removeTree } from '../host/files.ts';
import { type ImageFormat, imageFormat, readQcow2Header } from '../host/qcow2.ts';
import { checkImage, createEmpty, createOverlay, growImage, type ImageContext, setBacking } from '../host/qemu-img.ts';
import type { RetryOptions } from '../host/retry.ts';
import type { DiskPlan, DiskSource } from '../providers/plan.ts';
import { assertAllowedPath } from './allowed.ts';
import { copyImage, usableBase } from './base.ts';
import { type ChainRules, readChain } from './chain.ts';
import { checkInPlace } from './in-place.ts';
import { grownSize } from './size.ts';
import { type ImageFile, unpackImage } from './unpack.ts';

/** What creating disks needs besides their plan. */
export interface DiskContext extends ChainRules, ImageContext {
  /**
   * The environment's own images directory, where downloads go that the init file gives no place; allowed besides
   * `roots`.
   */
  readonly imagesDir?: string;
  /** How long to try downloads. */
  readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
  /** Makes the seed of a domain at the given path, for disks with the source `seed`. */
  readonly makeSeed?: (file: string) => Promise<void>;
}

type SourceOf<K extends DiskSource['kind']> = Extract<DiskSource, { kind: K }>;

/**
 * Makes the image of a planned disk, replacing what is at its path. Files of the user are never written to, but for those
 * that are to be used in place: they become backing files, or are copied.
 *
 * @param vm name of the domain, for messages.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`, `DISK_FILE_MISSING`, `DISK_FORMAT_WRONG`, `DISK_CHAIN_INVALID`,
 *   `DISK_DOWNLOAD_UNSAFE`, `DISK_RESIZE_SMALLER`; {@link HostError} `DISK_FULL`; errors of downloads and of qemu-img; {@link CancelledError}.
 */
export async function createDisk(vm: string, disk: DiskPlan, given: DiskContext): Promise<void> {
  const what = `disk ${disk.name} of VM ${vm}`;
  const { source } = disk;
  const { imagesDir } = given;
  const context = imagesDir === undefined ? given : { ...given, roots: [...given.roots, imagesDir] };
  await ensureDirectory(dirname(disk.path));
  switch (source.kind) {
    case 'template':
      return overlayTemplate(disk, source, context, what);
    case 'template-file': {
      const image = await unpackImage(source.backingFile, `${stemOf(disk)}.unpacked.qcow2`, context, what);
      return overlayChain(disk, image, source.backingFormat, context, what);
    }
    case 'empty':
      return createEmpty(disk.path, disk.format, source.size, context);
    case 'file':
      return createFromFile(disk, source, context, what);
    case 'cdrom':
      return useCdrom(disk, source, context, what);
    case 'seed':
      if (!context.makeSeed) throw new InternalError(`${what} is a seed, but nobody makes it`);
      return context.makeSeed(disk.path);
  }
}

/** Removes what {@link createDisk} made, as far as it lies in `imagesDir`; fine when it is not there. */
export async function removeDisk(disk: DiskPlan, imagesDir: string): Promise<void> {
  const own = [disk.path, ...('file' in disk.source ? [disk.source.file] : [])];
  for (const path of own) if (pathIsInside(path, imagesDir)) await removeTree(path);
}

/** The store may have fetched anew, as qcow2, what was a raw image of Lago's when the disk was planned. */
async function overlayTemplate(
  disk: DiskPlan,
  { backingFile }: SourceOf<'template'>,
  context: DiskContext,
  what: string,
): Promise<void> {
  const backing = { file: backingFile, format: await imageFormat(backingFile) };
  await createOverlay(disk.path, backing, context, await grownSize(disk, backing, what));
}

async function createFromFile(
  disk: DiskPlan,
  source: SourceOf<'file'>,
  context: DiskContext,
  what: string,
): Promise<void> {
  await fetchIfRemote(source, context, what);
  if (source.inPlace) return checkInPlace({ file: source.file, format: source.fileFormat }, context, what);
  const image = await unpackImage(source.file, `${stemOf(disk)}.unpacked.${source.fileFormat}`, context, what);
  if (source.url !== undefined && image.unpackedFrom !== undefined) await assertWhole(image.file, context, what);
  if (!source.copy) return overlayChain(disk, image, source.fileFormat, context, what);
  const [top, ...below] = await chainOf(image, source.fileFormat, context, what);
  if (top === undefined) throw new InternalError(`${what} has no image`);
  const size = await grownSize(disk, top, what);
  if (image.unpackedFrom === undefined) await copyImage(top.file, disk.path, context);
  else await rename(top.file, disk.path);
  // The copy lies elsewhere, so a parent that is named relative to the original would not be found.
  if (below.length > 0) await setBacking(disk.path, await usableBase(below, stemOf(disk), context), context);
  if (size !== undefined) await growImage({ file: disk.path, format: disk.format }, size, context);
}

/** A CD-ROM is used where it is, unless it is compressed: then the plan has a place for it. */
async function useCdrom(disk: DiskPlan, source: SourceOf<'cdrom'>, context: DiskContext, what: string): Promise<void> {
  await fetchIfRemote(source, context, what);
  const { file } = disk.path === source.file ? source : await unpackImage(source.file, disk.path, context, what);
  await readChain({ file, format: 'raw' }, context, what);
  // What only has the suffix is no archive.
  if (file !== disk.path) await copyImage(file, disk.path, context);
}

async function overlayChain(
  disk: DiskPlan,
  image: ImageFile,
  format: ImageFormat,
  context: DiskContext,
  what: string,
): Promise<void> {
  const layers = await chainOf(image, format, context, what);
  const base = await usableBase(layers, stemOf(disk), context, image.unpackedFrom !== undefined);
  await createOverlay(disk.path, base, context, await grownSize(disk, { file: image.file, format }, what));
}

function chainOf({ file, unpackedFrom }: ImageFile, format: ImageFormat, context: DiskContext, what: string) {
  return readChain({ file, format, directory: unpackedFrom }, context, what);
}

function stemOf(disk: DiskPlan): string {
  return join(dirname(disk.path), basename(disk.path).replace(/\.[^.]*$/, ''));
}

/** Downloads a disk to where the init file wants it. What comes from a server must be one file, and whole. */
async function fetchIfRemote(
  source: SourceOf<'file'> | SourceOf<'cdrom'>,
  context: DiskContext,
  what: string,
): Promise<void> {
  if (source.url === undefined) return;
  const { signal, log, retry } = context;
  const file = await assertAllowedPath(source.file, context.roots, what);
  const part = `${file}.part`;
  await ensureDirectory(dirname(file));
  log?.info(`${what}: downloading it to ${file}`);
  await download({ ...retry, url: source.url, file: part, signal, log });
  try {
    await assertWhole(part, context, what);
    await rename(part, file);
  } catch (error) {
    await discardPart(part);
    throw error instanceof Error && 'syscall' in error ? fileError(error, 'write', file) : error;
  }
}

/** @throws {UserError} `DISK_DOWNLOAD_UNSAFE`; {@link ToolError} `IMAGE_DAMAGED`. */
async function assertWhole(file: string, context: DiskContext, what: string): Promise<void> {
  const header = await readQcow2Header(file);
  if (header?.backingFile !== undefined || header?.dataFile) throw unsafe(what);
  if (header !== undefined) await checkImage(file, context);
}

function unsafe(what: string): UserError {
  return new UserError('DISK_DOWNLOAD_UNSAFE', `${what}: the downloaded image needs another file of this host`, {
    hint: 'Publish it as one file: `qemu-img convert -O qcow2`.',
  });
}
