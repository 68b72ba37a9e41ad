import { basename } from 'node:path';
import type { Builders } from '../../disks/layers/builders.ts';
import { inputReader } from '../../disks/layers/inputs.ts';
import { type KeyedStep, layerKeys } from '../../disks/layers/keys.ts';
import type { LayerWish } from '../../disks/layers/trie.ts';
import type { LayerBase, LayerStep, StepContext } from '../../disks/layers/types.ts';
import { PREPARATION } from '../../disks/provision/customize-builder.ts';
import type { DiskPlan, DiskSource, DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import type { Services } from '../services.ts';

/** What planning the work on disks needs. */
export interface WorkParts {
  readonly builders: Builders;
  /** Directory that relative paths in `build` entries refer to. */
  readonly cwd: string;
  /** Absolute path of the init file. */
  readonly initFile: string;
  /** Directories from which files may come into disks. */
  readonly roots: readonly string[];
  readonly skipBuild: boolean;
  /** Identity of a template's content; undefined when it cannot be known (yet), and so cannot be a key. */
  baseDigest(source: TemplateSource): Promise<string | undefined>;
  /** Where the init file has a `build` entry: `LagoInitFile:14`. Entries are counted from 0. */
  placeOf?(vm: string, disk: number, entry: number): string | undefined;
}

/** A disk over a template. */
export type TemplateSource = Extract<DiskSource, { kind: 'template' }>;

/** What is to be done to one disk. */
export interface DiskWork {
  readonly context: StepContext;
  /** What it gets from a layer; nothing when it cannot have one. */
  readonly wish?: LayerWish<DiskWork>;
  /** What is done to the disk itself, over that layer. */
  readonly own: readonly LayerStep[];
  /** All there is to be done, for a disk that gets no layer. */
  readonly direct: readonly LayerStep[];
}

/**
 * Finds out what is to be done to the disks of an environment before its machines are started, and checks it; disks with
 * nothing to be done are left out.
 *
 * @throws errors of the builders' checks; {@link HostError} for files that cannot be read.
 */
export async function planDiskWork(
  plan: EnvironmentPlan,
  parts: WorkParts,
  { log, signal }: Pick<Services, 'log' | 'signal'>,
): Promise<readonly DiskWork[]> {
  const identityOf = inputReader(signal);
  const works: DiskWork[] = [];
  for (const domain of plan.domains.values()) {
    for (const [index, disk] of domain.disks.entries()) {
      const build = parts.skipBuild ? [] : stepsOf(domain, disk, index, parts);
      const isPrepared = index === 0 && domain.provisioning.kind === 'guestfs';
      if (build.length === 0 && !isPrepared) continue;
      const { cwd, initFile, roots, builders } = parts;
      const arch = domain.arch ?? plan.host.arch;
      const context: StepContext = { domain, disk, arch, cwd, initFile, roots, identityOf, log, signal };
      for (const step of build) await builders.of(step).check(step, context);
      works.push(await workOn(context, build, isPrepared, parts));
    }
  }
  return works;
}

/** Layers that the disks of an environment are to lie on. */
export function wishesOf(works: readonly DiskWork[]): readonly LayerWish<DiskWork>[] {
  return works.flatMap(({ wish }) => wish ?? []);
}

async function workOn(
  context: StepContext,
  build: readonly LayerStep[],
  isPrepared: boolean,
  parts: WorkParts,
): Promise<DiskWork> {
  const direct = [...(isPrepared ? [preparation('whole')] : []), ...build];
  // An appliance for the layer and one for the disk would cost more than the one that does both.
  if (build.length === 0) return { context, own: direct, direct };
  const base = await baseOf(context.disk, parts);
  const { shared, own } = divide([...(isPrepared ? [preparation('shared')] : []), ...build], parts.builders);
  const isWorthwhile = shared.some(({ entry }) => entry !== undefined);
  if (base === undefined || !isWorthwhile) return { context, own: direct, direct };
  const steps: readonly KeyedStep[] = await layerKeys(base, shared, parts.builders, context);
  const work: { -readonly [K in keyof DiskWork]: DiskWork[K] } = {
    context,
    own: [...(isPrepared ? [preparation('own')] : []), ...own],
    direct,
  };
  work.wish = { owner: work, base, steps };
  return work;
}

/** What all environments can share, and what only one can have; that comes last, and all that must come after it. */
function divide(
  steps: readonly LayerStep[],
  builders: Builders,
): { readonly shared: readonly LayerStep[]; readonly own: readonly LayerStep[] } {
  const end = steps.findIndex((step) => builders.of(step).isShareable?.(step) === false);
  const first = end < 0 ? steps : steps.slice(0, end);
  const parted = first.map(
    (step, index) => builders.of(step).split?.(step, first.slice(index + 1)) ?? { shared: step },
  );
  return {
    shared: parted.flatMap(({ shared }) => shared ?? []),
    own: [...parted.flatMap((part) => ('own' in part ? (part.own ?? []) : [])), ...(end < 0 ? [] : steps.slice(end))],
  };
}

function preparation(kind: keyof typeof PREPARATION): LayerStep {
  return { builder: PREPARATION[kind], options: {} };
}

async function baseOf({ source }: DiskPlan, parts: WorkParts): Promise<LayerBase | undefined> {
  if (source.kind !== 'template') return undefined;
  const digest = await parts.baseDigest(source);
  return digest === undefined ? undefined : { id: basename(source.backingFile), digest, file: source.backingFile };
}

function stepsOf(domain: DomainPlan, disk: DiskPlan, index: number, parts: WorkParts): readonly LayerStep[] {
  return disk.build.map(({ builder, options }, entry) => {
    const place = parts.placeOf?.(domain.name, index, entry);
    return { builder, options, entry: entry + 1, ...(place === undefined ? {} : { place }) };
  });
}
