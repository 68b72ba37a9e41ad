// Inside the testbed: measures and prints. `main.ts --templates=REPO --package=DIRECTORY --debian=FILE [--rounds=N] [--template=NAME]`.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createLogger } from '../src/index.ts';
import { LibvirtProvider } from '../src/providers/libvirt/provider.ts';
import { bootByHand, prepareBase } from './by-hand.ts';
import type { Boot, Guest } from './guest.ts';
import { measureLarge } from './large.ts';
import { measureLayers } from './layers.ts';
import { describeMachine } from './machine.ts';
import { measureMany } from './many.ts';
import { bootByLago, type Instrumented, initAlone, type Place } from './ours.ts';
import { measurePrograms } from './programs.ts';
import { measurePublish } from './publish.ts';
import { bootRows, type Rounds, taskRows } from './report.ts';
import { measureExport, measureRunning } from './running.ts';
import { missed, table } from './table.ts';

/** Rounds of `init` alone. */
const INITS = 10;

const { values: given } = parseArgs({
  options: {
    templates: { type: 'string', default: '' },
    package: { type: 'string', default: '' },
    debian: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    template: { type: 'string', default: 'debian12' },
  },
});
const say = (text: string) => process.stdout.write(`${text}\n`);

const repositorySchema = z.object({
  templates: z.record(z.string(), z.object({ versions: z.record(z.string(), z.object({ handle: z.string() })) })),
});

async function imageOf(template: string): Promise<string> {
  const { templates } = repositorySchema.parse(JSON.parse(await readFile(given.templates, 'utf8')));
  const [version] = Object.values(templates[template]?.versions ?? {});
  if (version === undefined) throw new Error(`${given.templates} has no template ${template}`);
  return join(dirname(given.templates), version.handle);
}

async function describeGuest(): Promise<Guest> {
  const { acceleration } = await new LibvirtProvider('qemu:///system').facts('auto', { log: createLogger() });
  const memory = given.template === 'micro' ? 256 : 1024;
  return { template: given.template, image: await imageOf(given.template), memory, vcpu: 1, acceleration };
}

/** In turns, and each time the other one first, so that a machine that is busy for a while is so for both. */
async function measureBoots(guest: Guest, place: Place): Promise<Rounds> {
  const base = prepareBase(guest, place.directory);
  const byHand: Boot[] = [];
  const ours: Instrumented[] = [];
  const inits: number[] = [await initAlone(guest, place)];
  const turns = [
    async () => byHand.push(await bootByHand(guest, base, join(place.directory, 'by-hand'))),
    async () => ours.push(await bootByLago(guest, place)),
  ];
  const rounds = Number(given.rounds);
  for (let round = 1; round <= rounds; round++) {
    for (const turn of round % 2 === 0 ? turns.toReversed() : turns) await turn();
    say(`round ${round} of ${rounds}: by hand ${total(byHand.at(-1))}, Lago ${total(ours.at(-1))}`);
  }
  for (let round = 0; round < INITS; round++) inits.push(await initAlone(guest, place));
  return { byHand, ours, inits: inits.slice(1) };
}

function total(boot: Boot | undefined): string {
  return boot ? `${((boot.prepare + boot.start) / 1000).toFixed(1)} s (QEMU: ${boot.cpu.toFixed(1)} s of CPU)` : '';
}

const directory = mkdtempSync('/var/tmp/lago-bench-');
chmodSync(directory, 0o755);
try {
  const place = { directory, templates: given.templates };
  const guest = await describeGuest();
  const { template, memory, vcpu } = guest;
  say(await describeMachine(guest.acceleration === 'kvm' ? 'KVM' : 'no KVM: emulated'));
  say(`- guest: ${template}, ${memory} MiB, ${vcpu} CPU\n`);
  const dist = join(given.package, 'dist');
  const debian = { ...guest, template: 'debian12', image: await imageOf('debian12') };
  const rows = [
    ...(await measureLarge()),
    ...(await measureMany(dist, place)),
    ...(await measurePublish(directory)),
    ...(await measurePrograms(dist, guest, place)),
    ...(await measureRunning(dist, place)),
    ...(await measureExport(debian, place)),
    ...(await measureLayers(debian, place, given.debian)),
  ];
  const boots = await measureBoots(guest, place);
  const all = [...bootRows(boots), ...rows];
  say(`\n${table([...all, ...taskRows(boots)])}`);
  for (const { name } of missed(all)) say(`goal missed: ${name}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
