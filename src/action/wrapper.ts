import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as core from '@actions/core';

/**
 * Puts `lago`, and `lagocli` as Lago does, on the PATH of later steps: a script that runs the bundled CLI with the runner's own Node, so that nothing
 * else has to be installed.
 */
export function provideCommand(scratch: string): void {
  const bin = join(scratch, 'bin');
  // The bundles share code: only argv says where the entry points are.
  const cli = join(dirname(process.argv[1] ?? ''), 'cli.js');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(cli)} "$@"\n`;
  for (const name of ['lago', 'lagocli']) writeFileSync(join(bin, name), script, { mode: 0o755 });
  core.addPath(bin);
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
