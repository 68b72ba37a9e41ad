import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { hasErrorCode, LagoError, UserError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import { imageFormat, type Qcow2Header, readQcow2Header } from '../host/qcow2.ts';
import type { Backing } from '../host/qemu-img.ts';
import { assertAllowedPath } from './allowed.ts';

/** What following an image's backing files needs. */
export interface ChainRules {
  /** Absolute directories in which all images must lie. */
  readonly roots: readonly string[];
  /** Brings a template into the store and gives its path, for images whose parent is named `<template>:<version>`. */
  fetchTemplate(template: string, version: string): Promise<string>;
}

/** One image of a chain; the one after it is its parent. */
export interface Layer extends Backing {
  /**
   * Whether its header does not say what we found: its parent is elsewhere, or of a format that it does not name. QEMU
   * would refuse it, or guess.
   */
  readonly isStale: boolean;
}

/** The image at the top of a chain. */
export interface Top extends Backing {
  /** Directory that relative names in it refer to; its own by default. */
  readonly directory?: string | undefined;
}

/** Longest chain that is followed. */
const MAX_DEPTH = 64;
const MISSING = 'Relative paths refer to the current directory, in a job to the workspace.';
/** A template in the store by Lago's name for exports, with or without the repository. */
const TEMPLATE = /^(?:[^:/]+:)?([^:/]+):([^:/]+)$/;

/**
 * Follows an image's backing files, without opening any by a tool, and checks that each lies in an allowed place: an
 * image in the workspace that names `/etc/shadow` as its backing file would show it to the guest. A parent that is missing
 * but named `<template>:<version>`, as in Lago's layered exports, is found in the template store, at any depth.
 *
 * @param what names the disk in messages.
 * @returns the images from `image` down to the one without a parent, by real paths.
 * @throws {UserError} `DISK_FILE_MISSING`, `DISK_PATH_NOT_ALLOWED`, `DISK_FORMAT_WRONG`, `DISK_CHAIN_INVALID`.
 */
export async function readChain(image: Top, rules: ChainRules, what: string): Promise<readonly Layer[]> {
  const layers: Layer[] = [];
  const seen = new Set<string>();
  let next: Top | undefined = image;
  while (next !== undefined) {
    const file = await assertAllowedPath(next.file, rules.roots, what);
    const identity = await identityOf(file, what);
    if (seen.has(identity)) throw invalid(what, `the image ${file} is its own backing file`);
    if (seen.size === MAX_DEPTH)
      throw invalid(what, `the image ${image.file} has more than ${MAX_DEPTH} backing files`);
    seen.add(identity);
    const parent: Parent | undefined = await parentOf({ ...next, file }, rules, what);
    layers.push({ file, format: next.format, isStale: parent?.isStale ?? false });
    next = parent;
  }
  return layers;
}

interface Parent extends Backing {
  readonly isStale: boolean;
}

async function parentOf(image: Top, rules: ChainRules, what: string): Promise<Parent | undefined> {
  const header = await headerOf(image, what);
  if (header?.dataFile) throw invalid(what, `the image ${image.file} keeps its data in another file`);
  const name = header?.backingFile;
  if (name === undefined) return undefined;
  const template = TEMPLATE.exec(basename(name));
  // QEMU takes a colon before the first slash for a protocol. Lago's name for a template looks like one.
  const isProtocol = /^[^/]*:/.test(name);
  if (isProtocol && (template === null || name.startsWith('json:'))) {
    throw invalid(what, `the backing file of ${image.file} is no file: ${JSON.stringify(name.slice(0, 200))}`);
  }
  const file = resolve(image.directory ?? dirname(image.file), name);
  const isElsewhere = isProtocol || (image.directory !== undefined && !isAbsolute(name));
  if (await exists(file)) return formatted(file, header?.backingFormat, isElsewhere, rules, what);
  if (template?.[1] === undefined || template[2] === undefined) {
    throw invalid(what, `the backing file ${file} of ${image.file} does not exist, and is not named like a template`);
  }
  return formatted(await rules.fetchTemplate(template[1], template[2]), undefined, true, rules, what);
}

/** A parent with its format: what the image says, else what the parent's own first bytes say. */
async function formatted(
  file: string,
  format: string | undefined,
  isStale: boolean,
  rules: ChainRules,
  what: string,
): Promise<Parent> {
  const real = await assertAllowedPath(file, rules.roots, what);
  if (format === undefined) return { file: real, format: await imageFormat(real), isStale: true };
  if (format === 'qcow2' || format === 'raw') return { file: real, format, isStale };
  throw invalid(what, `the backing file ${real} has the format ${format}; only qcow2 and raw are supported`);
}

async function headerOf({ file, format }: Backing, what: string): Promise<Qcow2Header | undefined> {
  const header = await readHeader(file, what);
  if (format === 'raw' && header === undefined) return undefined;
  if (format === 'qcow2' && header !== undefined) return header;
  const really = header === undefined ? 'not a qcow2 image' : 'a qcow2 image';
  throw new UserError('DISK_FORMAT_WRONG', `${what}: ${file} is said to be ${format}, but it is ${really}`, {
    hint: `Correct the \`format\` of the disk, or convert the file with qemu-img.`,
  });
}

async function readHeader(file: string, what: string): Promise<Qcow2Header | undefined> {
  try {
    return await readQcow2Header(file);
  } catch (error) {
    if (!(error instanceof LagoError) || error.code !== 'IMAGE_BROKEN') throw error;
    throw new UserError('DISK_CHAIN_INVALID', `${what}: ${error.message}`, { cause: error });
  }
}

async function identityOf(file: string, what: string): Promise<string> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) throw new UserError('DISK_FILE_MISSING', `${what}: ${file} is not a file`, { hint: MISSING });
    return `${stats.dev}:${stats.ino}`;
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw fileError(error, 'read', file);
    throw new UserError('DISK_FILE_MISSING', `${what}: the file ${file} does not exist`, {
      cause: error,
      hint: MISSING,
    });
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw fileError(error, 'read', file);
  }
}

function invalid(what: string, problem: string): UserError {
  return new UserError('DISK_CHAIN_INVALID', `${what}: ${problem}`, {
    hint: 'Flatten the image with `qemu-img convert -O qcow2`, or use one inside the workspace.',
  });
}
