import { createHash } from 'node:crypto';
import { HostError } from '../../host/errors.ts';
import type { Builders } from './builders.ts';
import type { Json, LayerBase, LayerBuilder, LayerStep, StepContext } from './types.ts';

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
    key = digestOf([key, name, builder.version, step.builder, await identify(builder, step, context)]);
    keyed.push({ step, key });
  }
  return keyed;
}

/** What a step is. A file that it takes in and nobody can read is named with the place that asks for it. */
async function identify(builder: LayerBuilder, step: LayerStep, context: StepContext): Promise<Json> {
  try {
    return await builder.identity(step, context);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== 'FILE_FAILED') throw error;
    const place = step.place === undefined ? '' : ` (${step.place})`;
    const entry = step.entry === undefined ? step.builder : `build entry ${step.entry}${place}`;
    const message = `VM ${context.domain.name}: ${entry} takes in what cannot be read: ${error.message}`;
    throw new HostError(error.code, message, { cause: error });
  }
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
