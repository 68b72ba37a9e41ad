import { createHash } from 'node:crypto';
import type { Builders } from './builders.ts';
import type { Json, LayerBase, LayerStep, StepContext } from './types.ts';

/** Goes into every key: another number when keys of before must not be found. */
const SCHEME = 1;

/** A step with the key of the layer that ends with it. */
export interface KeyedStep {
  readonly step: LayerStep;
  /** 64 hex digits. */
  readonly key: string;
}

/**
 * Keys of a disk's steps. A key stands for the content of the base and for all steps up to its own, so that two disks have
 * the same key exactly as long as they have the same content. Nothing needs to be fetched for that, but the files that
 * steps take in are read.
 *
 * @param base the template; only its digest counts.
 * @throws errors of files that cannot be read.
 */
export async function layerKeys(
  base: Pick<LayerBase, 'digest'>,
  steps: readonly LayerStep[],
  builders: Builders,
  context: StepContext,
): Promise<readonly KeyedStep[]> {
  const keyed: KeyedStep[] = [];
  const { arch, disk } = context;
  // The size is what partitions and file systems can be grown to.
  let key = digestOf([SCHEME, base.digest, arch, disk.resize ?? null]);
  for (const step of steps) {
    const builder = builders.of(step);
    const name = builder.names[0] ?? step.builder;
    key = digestOf([key, name, builder.version, step.builder, await builder.identity(step, context)]);
    keyed.push({ step, key });
  }
  return keyed;
}

/** SHA-256 of a value in a form that does not depend on the order of a mapping's names. */
export function digestOf(value: Json): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** JSON with the names of every mapping sorted. */
export function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
