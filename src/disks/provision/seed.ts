import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError, LagoError } from '../../host/errors.ts';
import { run } from '../../host/exec.ts';
import { diskFullOf, fileError, removeTree, temporaryName } from '../../host/files.ts';
import type { ImageContext } from '../../host/qemu-img.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import { seedFiles } from './cloud-init.ts';

/** What a seed is made from. */
export interface SeedOptions extends ImageContext {
  /** Absolute path of the image to make. */
  readonly file: string;
  readonly domain: DomainPlan;
  /** A line of `authorized_keys`. */
  readonly publicKey: string;
}

/** Programs that can make the image, with what they want before the usual options. */
const BUILDERS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['xorriso', '-as', 'mkisofs'],
  ['genisoimage'],
  ['mkisofs'],
];

/**
 * Makes the disk that cloud-init's NoCloud source looks for: an ISO 9660 image named `cidata`, replacing what is at `file`.
 * Only its owner may read it, because passwords may be in it.
 *
 * @throws {HostError} `TOOL_MISSING` without xorriso, genisoimage and mkisofs; `DISK_FULL`.
 * @throws {ToolError} `TOOL_FAILED`; {@link UserError} `PASSWORD_INVALID`.
 */
export async function buildSeed({ file, domain, publicKey, ...context }: SeedOptions): Promise<void> {
  const directory = temporaryName(file);
  try {
    await mkdir(directory, { mode: 0o700 });
    const image = join(directory, 'seed.iso');
    const files = Object.entries(seedFiles(domain, publicKey)).map(([name, content]) => ({
      path: join(directory, name),
      content,
    }));
    for (const { path, content } of files) await writeFile(path, content, { mode: 0o600 });
    const paths = files.map(({ path }) => path);
    await build(['-quiet', '-output', image, '-volid', 'cidata', '-joliet', '-rational-rock', ...paths], context);
    await chmod(image, 0o600);
    await rename(image, file);
  } catch (error) {
    if (error instanceof LagoError) throw diskFullOf(error) ?? error;
    throw fileError(error, 'write', file);
  } finally {
    await removeTree(directory);
  }
}

async function build(args: readonly string[], context: ImageContext): Promise<void> {
  let missing: unknown;
  for (const [program, ...prefix] of BUILDERS) {
    try {
      await run(program, [...prefix, ...args], context);
      return;
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== 'TOOL_MISSING') throw error;
      missing = error;
    }
  }
  throw new HostError('TOOL_MISSING', 'no program that makes ISO images was found: xorriso, genisoimage or mkisofs', {
    hint: 'Install xorriso: guests with cloud-init get their seed from it.',
    cause: missing,
  });
}
