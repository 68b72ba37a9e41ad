import { describe, expect, it } from 'vitest';
import {
  type DiskImages,
  type ImageNode,
  type MergeStep,
  nextSteps,
} from '../../../../src/environment/snapshots/merge-plan.ts';
import fc from '../../../support/fast-check.ts';

const node = (path: string, below?: string): ImageNode => ({ path, format: 'qcow2', below });
const images = (nodes: readonly ImageNode[], needed: readonly string[], open: readonly string[] = []): DiskImages => ({
  nodes,
  needed: new Set(needed),
  open,
});

describe('the next step towards fewer images', () => {
  it.each<[string, DiskImages, unknown]>([
    ['nothing to do', images([node('a', 'base'), node('b', 'a')], ['a', 'b']), undefined],
    [
      'an image on which nothing lies goes',
      images([node('a', 'base'), node('b', 'a')], ['a']),
      { kind: 'remove', path: 'b' },
    ],
    [
      'one between two is merged with that above it',
      images([node('a', 'base'), node('b', 'a'), node('c', 'b')], ['a', 'c']),
      { kind: 'commit', live: false, top: 'c', base: 'b' },
    ],
    [
      'of a machine that runs, by QEMU',
      images([node('a', 'base'), node('b', 'a'), node('c', 'b')], ['b', 'c'], ['c', 'b', 'a', 'base']),
      { kind: 'commit', live: true, top: 'b', base: 'a' },
    ],
    [
      'into the topmost one of a machine that runs is copied',
      images([node('a', 'base'), node('b', 'a')], ['b'], ['b', 'a', 'base']),
      { kind: 'pull', base: 'base' },
    ],
    [
      'the oldest below that waits until the machine is down',
      images([node('a'), node('b', 'a')], ['b'], ['b', 'a']),
      undefined,
    ],
    [
      'and is merged then',
      images([node('a'), node('b', 'a')], ['b']),
      { kind: 'commit', live: false, top: 'b', base: 'a' },
    ],
    [
      'one that several share stays',
      images([node('a', 'base'), node('b', 'a'), node('c', 'a')], ['b', 'c']),
      undefined,
    ],
    ['one that is open never goes', images([node('a', 'base')], [], ['a', 'base']), undefined],
    [
      'a branch that is not open is merged beside a machine that runs',
      images([node('a', 'base'), node('b', 'a'), node('c', 'b'), node('d', 'a')], ['a', 'c', 'd'], ['d', 'a', 'base']),
      { kind: 'commit', live: false, top: 'c', base: 'b' },
    ],
  ])('%s', (_what, state, expected) => {
    expect(nextSteps(state)[0]).toEqual(expected);
  });
});

/** What an image shows: its own text over those below it. */
interface Model {
  readonly below: Map<string, string | undefined>;
  readonly text: Map<string, readonly number[]>;
}

const shown = ({ below, text }: Model, path: string | undefined): readonly number[] =>
  path === undefined ? [] : [...shown({ below, text }, below.get(path)), ...(text.get(path) ?? [])];

/** Does a step as qemu-img and QEMU do it. Returns what `top` is called afterwards. */
function perform(model: Model, head: string, step: MergeStep): Map<string, string> {
  const { below, text } = model;
  if (step.kind === 'remove') {
    below.delete(step.path);
    return new Map();
  }
  if (step.kind === 'pull') {
    const between: number[][] = [];
    for (let at = below.get(head); at !== undefined && at !== step.base; at = below.get(at))
      between.unshift([...(text.get(at) ?? [])]);
    text.set(head, [...between.flat(), ...(text.get(head) ?? [])]);
    below.set(head, step.base);
    return new Map();
  }
  text.set(step.base, [...(text.get(step.base) ?? []), ...(text.get(step.top) ?? [])]);
  for (const [path, under] of below) if (under === step.top) below.set(path, step.base);
  return new Map([[step.top, step.base]]);
}

/** Images 0 to n, each over one before it or over the template (-1); which of them snapshots need; the head; does it run? */
const trees = fc.integer({ min: 1, max: 8 }).chain((count) =>
  fc.record({
    parents: fc.tuple(...Array.from({ length: count }, (_, index) => fc.integer({ min: -1, max: index - 1 }))),
    needed: fc.subarray(Array.from({ length: count }, (_, index) => index)),
    runs: fc.boolean(),
    template: fc.boolean(),
    /** Steps that fail, by their number. */
    failing: fc.uniqueArray(fc.nat(8)),
  }),
);

it('whatever is needed shows the same after any number of steps, of which some fail, and they end', () => {
  fc.assert(
    fc.property(trees, ({ parents, needed, runs, template, failing }) => {
      const name = (index: number) => (index === -1 ? (template ? 'template' : undefined) : `${index}`);
      const model: Model = {
        below: new Map(parents.map((parent, index) => [`${index}`, name(parent)])),
        text: new Map(parents.map((_, index) => [`${index}`, [index]])),
      };
      const isFree = (index: number) => !parents.includes(index);
      let head = `${parents.findLastIndex((_, index) => isFree(index))}`;
      let refs = needed.map((index) => `${index}`);
      const before = [head, ...refs].map((path) => shown(model, path));
      const tried = new Set<string>();
      for (let count = 0; ; count++) {
        const open: string[] = [];
        for (let at: string | undefined = head; runs && at !== undefined; at = model.below.get(at)) open.push(at);
        const nodes = [...model.below].map(([path, below]) => node(path, below));
        const steps = nextSteps(images(nodes, [head, ...refs], open));
        const step = steps.find((candidate) => !tried.has(JSON.stringify(candidate)));
        if (step === undefined) break;
        tried.add(JSON.stringify(step));
        if (failing.includes(count)) continue;
        if (step.kind === 'remove') expect(open).not.toContain(step.path);
        const renamed = perform(model, head, step);
        if (runs) expect(renamed.has(head)).toBe(false);
        head = renamed.get(head) ?? head;
        refs = refs.map((path) => renamed.get(path) ?? path);
        expect([head, ...refs].map((path) => shown(model, path))).toEqual(before);
      }
    }),
  );
});
