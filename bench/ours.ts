import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger, type Environment, type InitOptions, init, type LogEvent } from '../src/index.ts';
import type { Boot, Guest } from './guest.ts';
import { allocated, cpuSeconds } from './qemu.ts';
import { timed } from './stats.ts';

/** How long the tasks of a run took, by their names in the log. */
export type Tasks = Readonly<Record<string, number>>;

/** A boot with the times of its tasks. */
export interface Instrumented extends Boot {
  readonly tasks: Tasks;
}

/** Where environments of the bench are made. */
export interface Place {
  readonly directory: string;
  readonly templates: string;
}

/** Boots a guest by `init` and `start`, and destroys it again. */
export async function bootByLago(guest: Guest, place: Place): Promise<Instrumented> {
  const tasks: Record<string, number> = {};
  const log = createLogger((event: LogEvent) => {
    if (event.kind === 'task-end') tasks[event.title] = event.milliseconds;
  });
  const initialised = await timed(() => init({ ...optionsFor(guest, place), log }));
  const env = initialised.result;
  try {
    const disk = diskOf(env);
    const before = allocated(disk);
    const { ms: start } = await timed(() => env.start());
    const waited = tasks['Wait for SSH on vm0'] ?? 0;
    const cpu = await cpuSeconds(domainOf(env));
    const overlay = { before, after: allocated(disk) };
    return { prepare: initialised.ms, start, untilMachine: start - waited, cpu, overlay, tasks };
  } finally {
    await env.destroy();
  }
}

/** Milliseconds of `init` alone. */
export async function initAlone(guest: Guest, place: Place): Promise<number> {
  const { ms, result } = await timed(() => init(optionsFor(guest, place)));
  await result.destroy();
  return ms;
}

/** Options for an environment with one machine, `vm0`; writes its init file. */
export function optionsFor(guest: Guest, { directory, templates }: Place): InitOptions {
  const disk = { name: 'root', type: 'template', template_name: guest.template, dev: 'vda', format: 'qcow2' };
  const vm0 = { memory: guest.memory, vcpu: guest.vcpu, nics: [{ net: 'lab' }], disks: [disk] };
  const lab = { type: 'nat', management: true, dhcp: { start: 100, end: 254 } };
  writeFileSync(join(directory, 'LagoInitFile'), JSON.stringify({ domains: { vm0 }, nets: { lab } }));
  return { cwd: directory, templateRepos: [templates] };
}

function domainOf(env: Environment): string {
  return env.plan.domains.get('vm0')?.libvirtName ?? '';
}

function diskOf(env: Environment): string {
  return env.plan.domains.get('vm0')?.disks[0]?.path ?? '';
}
