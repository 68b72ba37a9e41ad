import { existsSync } from 'node:fs';
import { InternalError } from '../../host/errors.ts';
import { imageFormat } from '../../host/qcow2.ts';
import { type Backing, createOverlay, rebaseImage, setBacking } from '../../host/qemu-img.ts';
import { grownSize } from '../size.ts';
import { type Builders, stepName } from './builders.ts';
import { notingFailure } from './failed-build.ts';
import type { KeyedStep } from './keys.ts';
import { endKilledBuild } from './killed-build.ts';
import { removeMark } from './marks.ts';
import { prefixOf } from './prefixes.ts';
import type { LayerRecord } from './record.ts';
import { holdsSecret } from './secrets.ts';
import type { LayerStore } from './store.ts';
import { type LayerNode, leafKey } from './trie.ts';
import type { BuildRun, LayerStep } from './types.ts';
import { changedStep } from './unchanged.ts';

/** What building a layer takes, besides what it is. */
export interface BuildParts extends Omit<BuildRun, 'file'> {
  readonly store: LayerStore;
  readonly builders: Builders;
  /** Whether a layer of the store may be built upon; all may by default. */
  reuse?(key: string): boolean;
  /** Looks elsewhere for a layer, or for one of fewer of its steps; called with its lock. */
  restore?(node: LayerNode): Promise<unknown>;
  /** Whether disks lie over what is in the place of a layer; nobody's by default. */
  isUsed?(key: string): Promise<boolean>;
  /** Keys of first steps that are to be layers of their own. With them, a build that fails leaves word of how far it came. */
  readonly prefixes?: ReadonlySet<string>;
}

/** A layer that is there, and stays there until it is disposed of. */
export interface HeldLayer extends AsyncDisposable {
  /** Set when it was built just now. */
  readonly built?: LayerRecord;
}

/** Carries out steps on an image, those of one builder after the other in one start. */
export async function runSteps(steps: readonly LayerStep[], builders: Builders, run: BuildRun): Promise<void> {
  for (let from = 0; from < steps.length; ) {
    const first = steps[from];
    if (first === undefined) return;
    run.reached?.(first);
    const builder = builders.of(first);
    const end = steps.findIndex((step, index) => index > from && builders.of(step) !== builder);
    const to = end < 0 ? steps.length : end;
    await builder.run(steps.slice(from, to), run);
    from = to;
  }
}

/**
 * Makes sure that a layer is in the store. What it has of the layer's first steps is built upon; the result lies on the
 * template nevertheless, so that chains stay short. One process at a time builds a layer, others wait and say so.
 *
 * @param parts of the disk that the layer is built for.
 * @returns undefined when it cannot be had, which the log says: something else is in its place, such as an altered layer, that
 * disks lie over (it stays), or files that go into it changed while it was built.
 * @throws errors of builders; {@link HostError} `DISK_FULL`, `LOCK_TIMEOUT`; {@link CancelledError}. Nothing is left then.
 */
export async function ensureLayer(node: LayerNode, parts: BuildParts): Promise<HeldLayer | undefined> {
  const { key, base } = node;
  const { store, domain, disk, log, signal } = parts;
  const context = { log, signal };
  const format = await imageFormat(base.file);
  const hold = () => store.hold(key, format, context);
  const there = await hold();
  if (there) return there;
  return store.withLock(key, `the layer ${key.slice(0, 12)} of ${domain.name}/${disk.name}`, context, async () => {
    // Somebody else may have built it while we waited.
    const meanwhile = await hold();
    if (meanwhile) return meanwhile;
    await endKilledBuild(key, store);
    // Whoever lies over what was altered, or has lost its record, must not get another image under its feet.
    if (existsSync(store.path(key)) && (await parts.isUsed?.(key))) {
      const place = `what is in the place of its layer (${store.path(key)})`;
      return refused(parts, `${place} was altered, and disks lie over it`);
    }
    await store.remove(key);
    try {
      await parts.restore?.(node);
      const restored = await hold();
      if (restored) return restored;
      await using _prefix = await ensurePrefix(node, parts);
      const built = await build(node, { file: base.file, format }, parts);
      if (built === undefined) return undefined;
      const held = await hold();
      if (held) return { built, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() };
      throw new InternalError(`the layer ${key} is gone although it was just built`);
    } finally {
      await store.sweep(key);
    }
  });
}

function refused({ log, domain, disk }: BuildParts, reason: string): undefined {
  log?.warning(`${domain.name}/${disk.name}: ${reason}: what is built now is for this environment only`);
}

/** Makes a layer of the first steps, when that is of use; what it takes to look elsewhere was done for all of them. */
async function ensurePrefix(node: LayerNode, { restore: _, ...parts }: BuildParts): Promise<HeldLayer | undefined> {
  const steps = parts.prefixes && prefixOf(node.steps, parts.prefixes, parts.store);
  if (steps === undefined) return undefined;
  const key = leafKey({ steps });
  const [last] = steps.slice(-1);
  const { domain, disk, log } = parts;
  if (last) log?.info(`${domain.name}/${disk.name}: what ends with ${stepName(last.step)} is to be a layer of its own`);
  const held = await ensureLayer({ ...node, key, steps }, { ...parts, prefixes: new Set() });
  await removeMark(parts.store, key);
  return held;
}

async function build(node: LayerNode, template: Backing, parts: BuildParts): Promise<LayerRecord | undefined> {
  const { key, base, steps } = node;
  const { store, builders, log, signal, disk, domain } = parts;
  const context = { log, signal };
  const started = performance.now();
  const file = store.temporary(key);
  const found = await longestPrefix(steps, template, parts);
  const missing = steps.slice(found?.length ?? 0);
  const run = (reached?: BuildRun['reached']) =>
    runSteps(
      missing.map(({ step }) => step),
      builders,
      { ...parts, file, ...(reached && { reached }) },
    );
  try {
    const below: Backing = found ? { file: store.path(found.key), format: 'qcow2' } : template;
    const size = await grownSize(disk, template, `disk ${disk.name} of VM ${domain.name}`);
    await createOverlay(file, below, context, size);
    await (parts.prefixes === undefined ? run() : notingFailure(missing, parts, run));
    const changed = await changedStep(node, parts);
    if (changed) return refused(parts, `files that ${stepName(changed)} takes in changed while its layer was built`);
    if (found) await rebaseImage(file, template, context);
    await setBacking(file, { file: store.backingName(base.file), format: template.format }, context);
  } finally {
    await found?.held[Symbol.asyncDispose]();
  }
  const record = {
    key,
    base: { id: base.id, digest: base.digest, format: template.format },
    arch: parts.arch,
    steps: steps.map((keyed) => recordedStep(keyed, parts)),
    secret: steps.some(({ step }) => builders.of(step).isSecret?.(step) === true || holdsSecret(step.options, log)),
    createdAt: new Date().toISOString(),
    buildMs: Math.round(performance.now() - started),
  };
  const published = await store.publish(record, context);
  await removeMark(store, key);
  return published;
}

function recordedStep({ step, key }: KeyedStep, { builders, log }: BuildParts): LayerRecord['steps'][number] {
  const summary = builders.of(step).describe(step);
  return { key, builder: step.builder, summary: log?.redact(summary) ?? summary };
}

async function longestPrefix(
  steps: readonly KeyedStep[],
  { format }: Backing,
  { store, reuse = () => true, log, signal }: BuildParts,
): Promise<{ readonly key: string; readonly length: number; readonly held: AsyncDisposable } | undefined> {
  for (let length = steps.length - 1; length > 0; length--) {
    const key = steps[length - 1]?.key ?? '';
    const held = reuse(key) && (await store.hold(key, format, { log, signal }));
    if (held) return { key, length, held };
  }
  return undefined;
}
