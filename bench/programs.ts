import { join } from 'node:path';
import { run } from '../src/host/exec.ts';
import { init } from '../src/index.ts';
import type { Guest } from './guest.ts';
import { optionsFor, type Place } from './ours.ts';
import { repeated } from './stats.ts';
import type { Row } from './table.ts';

const TIMES = 15;

/** How long the command line takes as a program of its own, from the bundle in `dist`. */
export async function measurePrograms(dist: string, guest: Guest, place: Place): Promise<Row[]> {
  const cli = join(dist, 'cli.js');
  const node = (...args: string[]) => repeated(TIMES, () => run(process.execPath, args, { cwd: place.directory }));
  const env = await init(optionsFor(guest, place));
  try {
    return [
      { name: 'Node alone', unit: 'ms', sample: await node('--eval', '0') },
      { name: '`lago --version`', unit: 'ms', goal: 150, sample: await node(cli, '--version') },
      { name: '`lago validate`', unit: 'ms', sample: await node(cli, 'validate') },
      { name: '`lago status`', unit: 'ms', sample: await node(cli, 'status') },
    ];
  } finally {
    await env.destroy();
  }
}
