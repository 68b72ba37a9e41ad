import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { removeTree } from '../../host/files.ts';
import { forAll } from '../../host/parallel.ts';
import { readQcow2Header } from '../../host/qcow2.ts';
import { type Backing, createOverlay } from '../../host/qemu-img.ts';
import type { Services } from '../services.ts';
import type { Image } from './record.ts';

/** Images made at once. */
const AT_ONCE = 4;

/** An image that is to be made over another one. */
export interface OverlayJob {
  readonly path: string;
  readonly below: Pick<Image, 'path' | 'format'>;
}

/** Makes thin images over others. */
export async function makeOverlays(jobs: readonly OverlayJob[], { log, signal }: Services): Promise<void> {
  const makeOne = ({ path, below }: OverlayJob, abort: AbortSignal) =>
    createOverlay(path, { file: nameFrom(path, below.path), format: below.format }, { log, signal: abort });
  await forAll(jobs, makeOne, { signal, limit: AT_ONCE });
}

/** How an image names the one below it: images of one directory can be moved together. */
export function nameFrom(image: string, below: string): string {
  return dirname(image) === dirname(below) ? basename(below) : below;
}

/** Removes an image, and what an interrupted call may have left of it. */
export async function removeImage(path: string): Promise<void> {
  const rest = (await readdir(dirname(path)).catch(() => [])).filter((name) => name.startsWith(`.${basename(path)}.`));
  for (const file of [path, ...rest.map((name) => join(dirname(path), name))]) await removeTree(file);
}

/** The image below an image; undefined when there is none, or the image is not there. */
export async function imageBelow({ path, format }: Pick<Image, 'path' | 'format'>): Promise<Backing | undefined> {
  // A raw image has no header of its own: what looks like one was written by the guest.
  if (format === 'raw' || !existsSync(path)) return undefined;
  const header = await readQcow2Header(path);
  if (header?.backingFile === undefined) return undefined;
  return {
    file: resolve(dirname(path), header.backingFile),
    format: header.backingFormat === 'raw' ? 'raw' : 'qcow2',
  };
}
