import { rm } from 'node:fs/promises';
import { run } from './exec.ts';
import { diskFullOf } from './files.ts';
import type { ImageContext } from './qemu-img.ts';

/** Ways in which we compress. */
export const COMPRESSORS = ['xz', 'zstd'] as const;
export type Compressor = (typeof COMPRESSORS)[number];

/** Suffix of each, and how its program makes `<file><suffix>` with all cores. */
const CALLS: Readonly<Record<Compressor, { readonly suffix: string; readonly args: readonly string[] }>> = {
  // Lago's block size; blocks are what the cores share. A higher level takes many times the memory for each of them.
  xz: { suffix: '.xz', args: ['--threads=0', '--block-size=16MiB', '-6'] },
  zstd: { suffix: '.zst', args: ['-T0', '-9', '--quiet', '--no-progress'] },
};

/** What a compressor adds to a name. */
export function suffixOf(compressor: Compressor): string {
  return CALLS[compressor].suffix;
}

/** Makes sure that a compressor is there, before long work for it is begun. @throws {HostError} `TOOL_MISSING` */
export async function assertCompressor(compressor: Compressor, context: ImageContext = {}): Promise<void> {
  await run(compressor, ['--version'], context);
}

/**
 * Replaces a file by its compressed form, `<file>.xz` or `<file>.zst`, with all cores.
 *
 * @returns the new file. An interrupted call may leave half of it.
 * @throws {ToolError} `TOOL_FAILED`; {@link HostError} `DISK_FULL`; {@link CancelledError}.
 */
export async function compressFile(file: string, compressor: Compressor, context: ImageContext = {}): Promise<string> {
  const { suffix, args } = CALLS[compressor];
  try {
    await run(compressor, [...args, '--keep', '--force', '--', file], context);
  } catch (error) {
    throw diskFullOf(error) ?? error;
  }
  await rm(file);
  return `${file}${suffix}`;
}
