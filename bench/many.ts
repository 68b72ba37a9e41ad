import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../src/host/exec.ts';
import type { Place } from './ours.ts';
import { type Sample, sampleOf, timed } from './stats.ts';
import type { Row } from './table.ts';

const SIZES = [50, 100] as const;
const TIMES = 5;

/** Makes a program tell the most memory that it had, in KiB, at the end of its error output. */
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("maxRSS="+process.resourceUsage().maxRSS))';

/** One `lago init`. */
interface Run {
  readonly seconds: number;
  /** Bytes of memory, at most. */
  readonly memory: number;
}

/** How long `lago init` takes for many machines from a warm store, without a start, and how much memory. */
export async function measureMany(dist: string, place: Place): Promise<Row[]> {
  const runs = new Map<number, Run[]>(SIZES.map((size) => [size, []]));
  for (let round = 0; round < TIMES; round++) {
    for (const size of SIZES) runs.get(size)?.push(await initMany(size, join(dist, 'cli.js'), place));
  }
  const seconds = (size: number) => sampleOf((runs.get(size) ?? []).map((one) => one.seconds));
  const [half, all] = [seconds(50), seconds(100)];
  const memory = sampleOf((runs.get(100) ?? []).map((one) => one.memory / 1e6));
  return [
    { name: 'init of 50 VMs, warm store', unit: 's', sample: half },
    { name: 'init of 100 VMs, warm store', unit: 's', goal: 5, sample: all },
    // Linear, so that twice the machines take at most twice the time.
    { name: 'the same, of 100 to 50 VMs', unit: 'x', goal: 2, sample: growth(half, all) },
    { name: 'memory of `lago init` with 100 VMs', unit: 'MB', goal: 150, sample: memory },
  ];
}

function growth(half: Sample, all: Sample): Sample {
  return { median: all.median / half.median, least: all.least / half.least, count: all.count };
}

async function initMany(size: number, cli: string, { directory, templates }: Place): Promise<Run> {
  writeFileSync(join(directory, 'LagoInitFile'), JSON.stringify(manyMachines(size)));
  const options = { cwd: directory };
  const args = ['--import', TELL_MEMORY, cli, 'init', '--template-repo-path', templates];
  let said = '';
  const onLine = (line: string) => {
    said = line;
  };
  const { ms } = await timed(() => run(process.execPath, args, { ...options, onLine }));
  await run(process.execPath, [cli, 'destroy', '--yes'], options);
  return { seconds: ms / 1000, memory: Number(/maxRSS=(\d+)/.exec(said)?.[1]) * 1024 };
}

function manyMachines(size: number) {
  const disk = { name: 'root', type: 'template', template_name: 'micro', dev: 'vda', format: 'qcow2' };
  const machine = { memory: 256, nics: [{ net: 'lab' }], disks: [disk] };
  const domains = Object.fromEntries(Array.from({ length: size }, (_, index) => [`vm${index}`, machine]));
  return { domains, nets: { lab: { type: 'nat', management: true, dhcp: { start: 150, end: 254 } } } };
}
