import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Programs that our guest commands use besides the shell's own. */
const PROGRAMS = ['cat', 'chmod', 'mkdir', 'ln', 'yes', 'sleep', 'readlink'];

/** Fills a directory with just the programs of a small guest: `PATH` for its commands. `tar` is busybox's when asked for. */
export async function smallGuest(
  directory: string,
  tar: 'busybox' | 'none',
): Promise<Readonly<Record<string, string>>> {
  const bin = join(directory, 'bin');
  await mkdir(bin);
  for (const program of PROGRAMS) await symlink(`/bin/${program}`, join(bin, program));
  if (tar === 'busybox') {
    const { stdout } = await promisify(execFile)('sh', ['-c', 'command -v busybox']);
    await writeFile(join(bin, 'tar'), `#!/bin/sh\nexec ${stdout.trim()} tar "$@"\n`, { mode: 0o755 });
  }
  return { PATH: bin };
}
