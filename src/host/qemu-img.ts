import { chmod, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { ToolError } from './errors.ts';
import { run, toolFailed, tryRun } from './exec.ts';
import { diskFullOf, fileError, parseJson, temporaryName } from './files.ts';
import type { Logger } from './log.ts';
import type { ImageFormat } from './qcow2.ts';

/** What every call may use besides its subject. */
export interface ImageContext {
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

/** An image under an image: file and format, never left to guessing. */
export interface Backing {
  /** Absolute path, or relative to the directory of the image above. */
  readonly file: string;
  readonly format: ImageFormat;
}

/**
 * Makes a thin qcow2 image over another (196 KiB at first), replacing what is at `file`. The result is put
 * in place at the end, so that an interrupted call leaves no image.
 *
 * @param size bytes that a guest sees; those of the backing image by default.
 * @throws {ToolError} `TOOL_FAILED`; {@link CancelledError}.
 */
export async function createOverlay(
  file: string,
  backing: Backing,
  context: ImageContext = {},
  size?: number,
): Promise<void> {
  const place = ['-b', backing.file, '-F', backing.format];
  await publish(file, (temporary) =>
    qemuImg(['create', '-q', '-f', 'qcow2', ...place, temporary, ...(size === undefined ? [] : [`${size}`])], context),
  );
}

/** Makes an empty image of `size` bytes. Errors as {@link createOverlay}. */
export async function createEmpty(
  file: string,
  format: ImageFormat,
  size: number,
  context: ImageContext = {},
): Promise<void> {
  await publish(file, (temporary) => qemuImg(['create', '-q', '-f', format, temporary, `${size}`], context));
}

/** Makes what a guest sees of an image larger. Errors as {@link createOverlay}. */
export async function growImage({ file, format }: Backing, size: number, context: ImageContext = {}): Promise<void> {
  await qemuImg(['resize', '-q', '-f', format, file, `${size}`], context);
}

/**
 * Copies an image (and all that is under it) into one new file of a format. It writes straight to `file`: an interrupted
 * call leaves it half done. Errors as {@link createOverlay}.
 */
export async function convertImage(
  source: Backing,
  file: string,
  format: ImageFormat,
  context: ImageContext = {},
): Promise<void> {
  await qemuImg(['convert', '-q', '-f', source.format, '-O', format, source.file, file], context);
}

/**
 * Copies an image (and all that is under it) into one new qcow2 file, its clusters compressed: for images that are kept or
 * sent. It writes straight to `file`, as {@link convertImage}.
 */
export async function compressImage(source: Backing, file: string, context: ImageContext = {}): Promise<void> {
  const target = ['-O', 'qcow2', '-c', '-o', 'compression_type=zstd'];
  await qemuImg(['convert', '-q', '-f', source.format, ...target, source.file, file], context);
}

/**
 * Copies the topmost layer of an image into a new qcow2 file over the same parent, without the space that its guest has
 * freed. It writes straight to `file`, as {@link convertImage}.
 */
export async function convertLayer(
  source: Backing,
  parent: Backing,
  file: string,
  context: ImageContext = {},
): Promise<void> {
  const place = ['-B', parent.file, '-F', parent.format];
  await qemuImg(['convert', '-q', '-f', source.format, '-O', 'qcow2', ...place, source.file, file], context);
}

/** Puts a qcow2 image over another one of its ancestors, and takes into it what lies between. Errors as {@link createOverlay}. */
export async function rebaseImage(file: string, backing: Backing, context: ImageContext = {}): Promise<void> {
  await qemuImg(['rebase', '-q', '-f', 'qcow2', '-b', backing.file, '-F', backing.format, file], context);
}

const measureSchema = z.object({ required: z.number() });

/** Bytes that a qcow2 copy of an image, with all that is under it, would have. Errors as {@link createOverlay}. */
export async function measureImage(source: Backing, context: ImageContext = {}): Promise<number> {
  const args = ['measure', '-O', 'qcow2', '-f', source.format, '--output=json', source.file];
  const { stdout } = await run('qemu-img', args, context);
  return parseJson(stdout, measureSchema, 'the output of qemu-img measure').required;
}

/**
 * Copies a VMDK of one file into a new qcow2 file. Its parent is not opened, whatever it says; that it names no other files
 * as its data is for the caller to check. Errors as {@link createOverlay}.
 */
export async function convertVmdk(source: string, file: string, context: ImageContext = {}): Promise<void> {
  const options = { driver: 'vmdk', backing: null, file: { driver: 'file', filename: source } };
  await qemuImg(['convert', '-q', '-O', 'qcow2', `json:${JSON.stringify(options)}`, file], context);
}

/** Writes another backing file into an image's header; the data stays as it is. Errors as {@link createOverlay}. */
export async function setBacking(file: string, backing: Backing, context: ImageContext = {}): Promise<void> {
  await qemuImg(['rebase', '-q', '-u', '-f', 'qcow2', '-b', backing.file, '-F', backing.format, file], context);
}

/**
 * Writes what an image holds into the one that its header names as the one below. The image itself stays as it is, and shows
 * the same before, meanwhile and afterwards. Errors as {@link createOverlay}.
 */
export async function commitImage(file: string, context: ImageContext = {}): Promise<void> {
  await qemuImg(['commit', '-q', '-d', '-f', 'qcow2', file], context);
}

/**
 * Lets qemu-img look for damage in a qcow2 image, such as a file that is cut short. Clusters that are merely wasted are
 * no damage.
 *
 * @throws {ToolError} `IMAGE_DAMAGED`
 */
export async function checkImage(file: string, context: ImageContext = {}): Promise<void> {
  const args = ['check', '-f', 'qcow2', '--output=json', file];
  // Its error output has a line for each of what may be millions of clusters: not for the log.
  const result = await tryRun('qemu-img', args, context.signal ? { signal: context.signal } : {});
  if (result.code === 0 || result.code === 3) return;
  if (result.code === 2) {
    throw new ToolError(
      'IMAGE_DAMAGED',
      `the image ${file} is damaged or cut short: qemu-img check found errors in it`,
    );
  }
  throw toolFailed('qemu-img', args, result);
}

async function qemuImg(args: readonly string[], context: ImageContext): Promise<void> {
  try {
    await run('qemu-img', args, context);
  } catch (error) {
    throw diskFullOf(error) ?? error;
  }
}

async function publish(file: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await make(temporary);
    await chmod(temporary, 0o644);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileErrorOf(error, file);
  }
}

function fileErrorOf(error: unknown, file: string): unknown {
  return error instanceof Error && 'syscall' in error ? fileError(error, 'write', file) : error;
}
