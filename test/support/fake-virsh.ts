import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

/**
 * Puts a `virsh` first on the PATH of this test, until its stubs are taken back.
 *
 * @param body of a shell script that gets the command (without the options before it) as its arguments, and `$dir`.
 */
export function fakeVirsh(directory: string, body: string): void {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'virsh'), `#!/bin/sh\ndir='${directory}'\nshift 3\n${body}\n`);
  chmodSync(join(bin, 'virsh'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
}
