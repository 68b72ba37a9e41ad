import { basename, resolve } from 'node:path';
import type { LayerStep } from '../../disks/layers/types.ts';
import { InternalError } from '../../host/errors.ts';
import { bootSchema } from '../../initfile/boot-step.ts';

/** A `boot` item with its lists made and its defaults filled in. Paths are absolute. */
export interface BootItem {
  readonly copy: readonly { readonly from: string; readonly to: string }[];
  readonly scripts: readonly string[];
  readonly run: readonly string[];
  readonly playbook: string | undefined;
  readonly inputs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly network: boolean;
  /** MiB; that of the domain when undefined. */
  readonly memory: number | undefined;
  readonly vcpus: number | undefined;
  /** Seconds. */
  readonly timeout: number;
}

/** Seconds that the steps of an item may take. */
const DEFAULT_TIMEOUT = 3600;

/** Options of a step, which were checked when the init file was parsed. */
export function bootItem({ options }: LayerStep, cwd: string): BootItem {
  const { data, error } = bootSchema.safeParse(options);
  if (data === undefined) throw new InternalError(`the options of \`boot\` were not checked: ${error?.message}`);
  const place = (path: string) => resolve(cwd, path);
  return {
    copy: listOf(data.copy).map(({ from, to }) => ({ from: place(from), to })),
    scripts: listOf(data.scripts).map(place),
    run: listOf(data.run),
    playbook: data.playbook ? place(data.playbook) : undefined,
    inputs: listOf(data.inputs).map(place),
    env: Object.fromEntries(Object.entries(data.env ?? {}).map(([name, value]) => [name, String(value)])),
    user: data.user ?? 'root',
    network: data.network ?? true,
    memory: data.memory ?? undefined,
    vcpus: data.vcpus ?? undefined,
    timeout: data.timeout ?? DEFAULT_TIMEOUT,
  };
}

/** What an item does, in a line without anything that could be secret. */
export function describeItem({ copy, scripts, run, playbook }: BootItem): string {
  const names = (paths: readonly string[]) => paths.map((path) => basename(path)).join(', ');
  const parts = [
    ...(copy.length > 0 ? [`copy ${names(copy.map(({ from }) => from))}`] : []),
    ...(scripts.length > 0 ? [`run ${names(scripts)}`] : []),
    ...(run.length > 0 ? [run.length === 1 ? 'run 1 command' : `run ${run.length} commands`] : []),
    ...(playbook === undefined ? [] : [`play ${basename(playbook)}`]),
  ];
  return parts.join(', ');
}

function listOf<T>(value: T | readonly T[] | null | undefined): readonly T[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
