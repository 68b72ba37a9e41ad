import { chmod } from 'node:fs/promises';
import { run } from '../host/exec.ts';
import { diskFullOf, fileError, removeTree } from '../host/files.ts';
import { type Backing, type ImageContext, setBacking } from '../host/qemu-img.ts';
import type { Layer } from './chain.ts';

/**
 * Makes a chain usable as it was found. Images whose headers say something else (and all above them) are copied to
 * `<stem>.base<n>.qcow2` and the copies' headers corrected, so that the user's directory stays untouched. Copies are clones
 * where the file system can.
 *
 * @param layers from {@link readChain}, topmost first.
 * @param ownTop whether the topmost image is no user's, so that it is corrected in place.
 * @returns the topmost image.
 */
export async function usableBase(
  layers: readonly Layer[],
  stem: string,
  context: ImageContext,
  ownTop = false,
): Promise<Backing> {
  const lastStale = layers.findLastIndex(({ isStale }) => isStale);
  let parent: Backing | undefined;
  for (const [index, layer] of [...layers.entries()].reverse()) {
    if (index > lastStale || parent === undefined) {
      parent = { file: layer.file, format: layer.format };
      continue;
    }
    const isOwn = ownTop && index === 0;
    const copy = isOwn ? layer.file : `${stem}.base${index}.qcow2`;
    if (!isOwn) await copyImage(layer.file, copy, context);
    await setBacking(copy, parent, context);
    parent = { file: copy, format: 'qcow2' };
  }
  return parent ?? { file: stem, format: 'raw' };
}

/** Copies an image file, keeping its holes; it ends early when the signal fires, and leaves nothing then. */
export async function copyImage(source: string, target: string, context: ImageContext): Promise<void> {
  try {
    await removeTree(target);
    await run('cp', ['--reflink=auto', '--sparse=auto', '--', source, target], context);
    await chmod(target, 0o644);
  } catch (error) {
    await removeTree(target);
    const failure = error instanceof Error && 'syscall' in error ? fileError(error, 'write', target) : error;
    throw diskFullOf(failure) ?? failure;
  }
}
