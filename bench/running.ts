import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../src/host/exec.ts';
import { init } from '../src/index.ts';
import type { Guest } from './guest.ts';
import { optionsFor, type Place } from './ours.ts';
import { ratio, seconds } from './report.ts';
import { repeated, sampleOf, timed } from './stats.ts';
import type { Row } from './table.ts';

const MACHINES = 20;
const FILES = 1000;
const TIMES = 10;
const EXPORTS = 3;

/** How long `lago status` takes when many machines run, and `lago collect` when one of them has many small files. */
export async function measureRunning(dist: string, place: Place): Promise<Row[]> {
  const lago = (...args: string[]) => run(process.execPath, [join(dist, 'cli.js'), ...args], { cwd: place.directory });
  await writeFile(join(place.directory, 'LagoInitFile'), JSON.stringify(runningMachines()));
  const env = await init({ cwd: place.directory, templateRepos: [place.templates] });
  try {
    await env.start();
    const make = `mkdir /root/many; for i in $(seq ${FILES}); do echo "line $i" >/root/many/$i; done`;
    await env.vm('vm0').ssh(['sh', '-c', make]);
    const output = join(place.directory, 'collected');
    const collect = async () => {
      await rm(output, { recursive: true, force: true });
      return (await timed(() => lago('collect', '--output', output))).ms / 1000;
    };
    const collected: number[] = [];
    for (let round = 0; round < TIMES; round++) collected.push(await collect());
    return [
      {
        name: `\`lago status\`, ${MACHINES} VMs running`,
        unit: 'ms',
        goal: 300,
        sample: await repeated(TIMES, () => lago('status')),
      },
      { name: `\`lago collect\` of ${FILES} small files`, unit: 's', goal: 3, sample: sampleOf(collected) },
    ];
  } finally {
    await env.destroy();
  }
}

/** How long an export takes that compresses, against `xz` with all cores by hand: it is nearly all of it. In turns. */
export async function measureExport(guest: Guest, place: Place): Promise<Row[]> {
  const directory = join(place.directory, 'exported');
  const byHand: number[] = [];
  const ours: number[] = [];
  const env = await init(optionsFor(guest, place));
  const turns = [
    async () => byHand.push((await timed(() => exportByHand(guest.image, directory))).ms / 1000),
    async () =>
      ours.push((await timed(() => env.exportVms({ directory, standalone: true, compress: 'xz' }))).ms / 1000),
  ];
  try {
    for (let round = 0; round < EXPORTS; round++) {
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
        await mkdir(directory);
        await turn();
        await rm(directory, { recursive: true });
      }
    }
  } finally {
    await env.destroy();
  }
  return [
    seconds('by hand: qemu-img convert, xz with all cores', byHand),
    seconds('Lago: export, standalone, compressed with xz', ours),
    { ...ratio('ratio of the two', ours, byHand), goal: 1.2 },
  ];
}

async function exportByHand(image: string, directory: string): Promise<void> {
  const copy = join(directory, 'copy.qcow2');
  await run('qemu-img', ['convert', '-O', 'qcow2', image, copy]);
  await run('xz', ['--threads=0', '--block-size=16MiB', '-6', copy]);
}

function runningMachines() {
  const nets = { lab: { type: 'nat', management: true, dhcp: { start: 100, end: 254 } } };
  const names = Array.from({ length: MACHINES }, (_, index) => `vm${index}`);
  const disk = { name: 'root', type: 'template', template_name: 'micro', dev: 'vda', format: 'qcow2' };
  const machine = { memory: 128, nics: [{ net: 'lab' }], disks: [disk] };
  const domains = Object.fromEntries(names.map((name) => [name, machine]));
  return { domains: { ...domains, vm0: { ...machine, artifacts: ['/root/many'] } }, nets };
}
