import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');

it('goes on to its end, and to its exit code, when nothing can be said on the error output', async () => {
  const full = openSync('/dev/full', 'w');
  try {
    const child = spawn(process.execPath, [MAIN, '-l', 'debug', 'init', 'nowhere', 'NoInitFile'], {
      cwd: tmpdir(),
      stdio: ['ignore', 'ignore', full],
    });
    expect(await once(child, 'exit')).toEqual([2, null]);
  } finally {
    closeSync(full);
  }
});
