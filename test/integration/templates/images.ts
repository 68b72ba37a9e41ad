import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { run } from '../../../src/host/exec.ts';
import type { TemplateHash } from '../../../src/templates/types.ts';

/** Makes a qcow2 image of 64 MiB whose first MiB is filled with a pattern. */
export async function makeImage(path: string, pattern = 7): Promise<void> {
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', path, '64M']);
  await run('qemu-io', ['-f', 'qcow2', '-c', `write -q -P ${pattern} 0 1M`, path]);
}

/** Whether the guest would see the pattern of {@link makeImage}. */
export async function hasPattern(path: string, pattern = 7, format = 'qcow2'): Promise<boolean> {
  const { stdout } = await run('qemu-io', ['-r', '-f', format, '-c', `read -P ${pattern} 0 1M`, path]);
  return !stdout.includes('Pattern verification failed');
}

/** The hash of a file as a repository gives it. */
export async function hashOf(path: string, algorithm: TemplateHash['algorithm'] = 'sha256'): Promise<TemplateHash> {
  const value = createHash(algorithm)
    .update(await readFile(path))
    .digest('hex');
  return { algorithm, value };
}
