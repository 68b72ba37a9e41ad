import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { hasErrorCode, UserError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import {
  type Backing,
  convertImage,
  convertLayer,
  type ImageContext,
  measureImage,
  rebaseImage,
  setBacking,
} from '../host/qemu-img.ts';
import type { DiskPlan } from '../providers/plan.ts';
import { realPath } from './allowed.ts';
import { copyImage } from './base.ts';
import { type ChainRules, readChain } from './chain.ts';

/** What a disk becomes in an export. */
export type ExportImage =
  /** Everything that was written since the template, in one layer over its name. */
  | {
      readonly kind: 'layer';
      /** Images above the template, topmost first. */
      readonly layers: readonly [Backing, ...Backing[]];
      readonly template: Backing;
      /** `<template>:<version>`. */
      readonly name: string;
    }
  /** One image with everything that is under it. */
  | { readonly kind: 'whole'; readonly image: Backing }
  /** A CD-ROM, as it is. */
  | { readonly kind: 'copy'; readonly file: string };

/** The images are our own, over what `init` had checked: they may lie anywhere, but nothing may be missing or unclear. */
const OWN_IMAGES: ChainRules = {
  roots: ['/'],
  fetchTemplate: async (template, version) => {
    const message = `the template ${template}:${version} under an image of this environment is gone`;
    throw new UserError('DISK_CHAIN_INVALID', message, { hint: 'Was its file removed from the template store?' });
  },
};

/**
 * Decides how a disk is exported: as a layer over its template when it has one, else whole.
 *
 * @param storeDir template store, where the template of a chain of imported layers is.
 * @param what names the disk in messages.
 * @throws {UserError} `DISK_FILE_MISSING`, `DISK_FORMAT_WRONG`, `DISK_CHAIN_INVALID`.
 */
export async function planExport(
  disk: DiskPlan,
  options: { readonly standalone: boolean; readonly storeDir: string },
  what: string,
): Promise<ExportImage> {
  if (disk.device === 'cdrom') return { kind: 'copy', file: disk.path };
  const image = { file: disk.path, format: disk.format };
  // A raw image has no header: what looks like one was written by its guest.
  if (disk.format === 'raw') return { kind: 'whole', image };
  const chain = await readChain(image, OWN_IMAGES, what);
  const stale = chain.find(({ isStale }) => isStale);
  if (stale) {
    throw new UserError('DISK_CHAIN_INVALID', `${what}: the image ${stale.file} does not say what is under it`, {
      hint: 'Something else than lago has changed it since `init`.',
    });
  }
  const [first, ...more] = chain.slice(0, -1);
  const template = chain.at(-1);
  const name = template && templateName(disk, template.file, await realPath(options.storeDir));
  if (options.standalone || !first || !template || name === undefined) return { kind: 'whole', image };
  return { kind: 'layer', layers: [first, ...more], template, name };
}

/** Bytes that the exported image will need, about. */
export async function measureExport(image: ExportImage, context: ImageContext): Promise<number> {
  switch (image.kind) {
    case 'copy':
      return allocated(image.file);
    case 'layer':
      return sum(await Promise.all(image.layers.map(({ file }) => allocated(file))));
    case 'whole':
      return image.image.format === 'raw' ? allocated(image.image.file) : measureImage(image.image, context);
  }
}

/**
 * Writes the exported image to `file`, straight: an interrupted call leaves it half done. The source is only read, and
 * QEMU's locks see to it that no machine writes to it meanwhile.
 *
 * @throws {ToolError} `TOOL_FAILED`; {@link HostError} `DISK_FULL`; {@link CancelledError}.
 */
export async function writeExport(image: ExportImage, file: string, context: ImageContext): Promise<void> {
  switch (image.kind) {
    case 'copy':
      return copyImage(image.file, file, context);
    case 'whole':
      return convertImage(image.image, file, image.image.format, context);
    case 'layer':
      return writeLayer(image, file, context);
  }
}

async function writeLayer(
  { layers: [top, ...below], template, name }: Extract<ExportImage, { kind: 'layer' }>,
  file: string,
  context: ImageContext,
): Promise<void> {
  await convertLayer(top, below[0] ?? template, file, context);
  if (below.length > 0) await rebaseImage(file, template, context);
  // Lago's name; the dot keeps QEMU from taking what stands before the colon for a protocol.
  await setBacking(file, { file: `./${name}`, format: template.format }, context);
}

/** `<template>:<version>` of an image of the template store; undefined for any other image. */
function templateName({ source }: DiskPlan, file: string, storeDir: string): string | undefined {
  const [, template, version] = /^[^:]+:([^:]+):([^:]+)$/.exec(basename(file)) ?? [];
  if (template === undefined || version === undefined) return undefined;
  // The store may be another one now than it was at `init`; what the plan says still holds.
  const isPlanned = source.kind === 'template' && source.template === template && source.version === version;
  return isPlanned || dirname(file) === storeDir ? `${template}:${version}` : undefined;
}

async function allocated(file: string): Promise<number> {
  try {
    return (await stat(file)).blocks * 512;
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw fileError(error, 'read', file);
    throw new UserError('DISK_FILE_MISSING', `the image ${file} does not exist`, { cause: error });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
