import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../src/host/exec.ts';
import { type InitOptions, init } from '../src/index.ts';
import type { Guest } from './guest.ts';
import type { Place } from './ours.ts';
import { type Sample, sampleOf, timed } from './stats.ts';
import type { Row } from './table.ts';

const ROUNDS = 3;

/** One `build` entry: options of virt-customize. */
type Step = Readonly<Record<string, string>>;

/** What a disk's layers cost: the first time against virt-customize by hand, the second time against the first. */
export async function measureLayers(guest: Guest, place: Place, debian: string): Promise<Row[]> {
  const directory = join(place.directory, 'layers');
  mkdirSync(directory, { mode: 0o755 });
  copyFileSync(debian, join(directory, basename(debian)));
  const packages = await installPackage(guest, { ...place, directory }, basename(debian));
  return [...packages, ...(await tenSteps(guest, { ...place, directory }))];
}

/** A package from a file: the testbed has no network to fetch it from, which would only make the first time longer. */
async function installPackage(guest: Guest, place: Place, debian: string): Promise<Row[]> {
  const steps = [{ 'copy-in': `${debian}:/var/tmp`, 'run-command': `dpkg --install /var/tmp/${debian}` }];
  const first: number[] = [];
  const second: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    first.push(await initWith(guest, place, steps, true));
    second.push(await initWith(guest, place, steps, false));
  }
  const [cold, warm] = [sampleOf(first), sampleOf(second)];
  return [
    { name: 'init that installs a package, first', unit: 's', sample: cold },
    { name: 'init that installs a package, second', unit: 's', sample: warm },
    { name: 'ratio of the two', unit: 'x', goal: 0.03, sample: quotient(warm, cold) },
  ];
}

/** Ten entries of one step each, against one call that somebody would write for them. */
async function tenSteps(guest: Guest, place: Place): Promise<Row[]> {
  const steps: Step[] = Array.from({ length: 10 }, (_, index) => ({
    'run-command': `echo ${index} > /var/tmp/step${index}`,
  }));
  const ours: number[] = [];
  const byHand: number[] = [];
  const turns = [
    async () => ours.push(await initWith(guest, place, steps, true)),
    async () => byHand.push(await customizeByHand(guest, place, steps)),
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const turn of round % 2 === 0 ? turns.toReversed() : turns) await turn();
  }
  const [built, called] = [sampleOf(ours), sampleOf(byHand)];
  return [
    { name: 'init that builds a layer of ten steps', unit: 's', sample: built },
    { name: 'the same steps by one virt-customize', unit: 's', sample: called },
    { name: 'ratio of the two', unit: 'x', goal: 1.1, sample: quotient(built, called) },
  ];
}

function quotient(one: Sample, other: Sample): Sample {
  return { median: one.median / other.median, least: one.least / other.least, count: one.count };
}

/** Seconds of `init`, for a machine whose disk has these steps. */
async function initWith(guest: Guest, place: Place, steps: readonly Step[], noCache: boolean): Promise<number> {
  const { ms, result } = await timed(() => init({ ...optionsFor(guest, place, steps), noCache }));
  await result.destroy();
  return ms / 1000;
}

function optionsFor(guest: Guest, { directory, templates }: Place, steps: readonly Step[]): InitOptions {
  const build = steps.map((options) => ({ 'virt-customize': options }));
  const disk = { name: 'root', type: 'template', template_name: guest.template, dev: 'vda', format: 'qcow2', build };
  const vm0 = { memory: guest.memory, nics: [{ net: 'lab' }], disks: [disk] };
  const lab = { type: 'nat', management: true, dhcp: { start: 100, end: 254 } };
  writeFileSync(join(directory, 'LagoInitFile'), JSON.stringify({ domains: { vm0 }, nets: { lab } }));
  return { cwd: directory, templateRepos: [templates] };
}

async function customizeByHand(guest: Guest, { directory }: Place, steps: readonly Step[]): Promise<number> {
  const disk = join(directory, 'by-hand.qcow2');
  const args = steps.flatMap((options) => Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]));
  const settings = guest.acceleration === 'tcg' ? { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' } : {};
  try {
    const { ms } = await timed(async () => {
      await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', guest.image, '-F', 'qcow2', disk]);
      await run('virt-customize', ['--format', 'qcow2', '-a', disk, ...args], {
        env: { LIBGUESTFS_BACKEND: 'direct', ...settings },
      });
    });
    return ms / 1000;
  } finally {
    rmSync(disk, { force: true });
  }
}
