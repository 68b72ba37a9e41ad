import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildParts, ensureLayer } from '../../../../src/disks/layers/build.ts';
import { Builders } from '../../../../src/disks/layers/builders.ts';
import { inputReader } from '../../../../src/disks/layers/inputs.ts';
import { layerKeys } from '../../../../src/disks/layers/keys.ts';
import { leaveMark, markedKeys } from '../../../../src/disks/layers/marks.ts';
import { prefixOf, wantedPrefixes } from '../../../../src/disks/layers/prefixes.ts';
import { LayerStore } from '../../../../src/disks/layers/store.ts';
import type { LayerStep } from '../../../../src/disks/layers/types.ts';
import { CancelledError, ToolError, UserError } from '../../../../src/host/errors.ts';
import { createLogger, type LogEvent } from '../../../../src/host/log.ts';
import { createEmpty } from '../../../../src/host/qemu-img.ts';
import { buildRun, fakeBuilder } from './support.ts';

let directory: string;
let store: LayerStore;
/** Words of steps, a call each. */
let calls: string[];
let events: LogEvent[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lago-prefixes-'));
  store = new LayerStore(directory);
  await createEmpty(join(directory, 'template'), 'qcow2', 2 ** 20);
  calls = [];
  events = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A builder that stops at the step `fail` with an error, having said that it is there. */
const builders = (error: Error = new ToolError('TOOL_FAILED', 'no')) =>
  new Builders([
    fakeBuilder({
      run: async (steps, { reached }) => {
        calls.push(steps.map(({ options }) => options.name).join(''));
        for (const step of steps) {
          reached?.(step);
          if (step.options.name === 'F') throw error;
        }
      },
    }),
  ]);

/** A step for each letter: an entry of the init file, or a preparation of ours (`P`). */
async function nodeOf(word: string) {
  const base = { id: 'template', digest: 'd', file: join(directory, 'template') };
  const given = [...word].map((name, index): LayerStep => {
    const step = { builder: 'fake', options: { name } };
    return name === 'P' ? step : { ...step, entry: index + 1 };
  });
  const steps = await layerKeys(base, given, builders(), buildRun({ identityOf: inputReader() }));
  return { key: steps.at(-1)?.key ?? '', base, steps, owners: [], depth: 0 };
}

async function ensure(word: string, more: Partial<BuildParts> = {}): Promise<void> {
  const { file: _, ...run } = buildRun({ log: createLogger((event) => events.push(event)) });
  const prefixes = await wantedPrefixes(store);
  const layer = await ensureLayer(await nodeOf(word), { ...run, store, builders: builders(), prefixes, ...more });
  await layer?.[Symbol.asyncDispose]();
}
const keys = async (...words: string[]) =>
  (await Promise.all(words.map(async (word) => (await nodeOf(word)).key))).sort();
const stored = async () => (await store.list()).map(({ record }) => record.key).sort();
const said = () => events.flatMap((event) => (event.kind === 'message' && event.level !== 'debug' ? [event.text] : []));

describe('an entry that is edited', () => {
  it('has what comes before it made a layer the first time, and is built alone the second', async () => {
    await ensure('abc');
    expect(calls).toEqual(['abc']);
    await ensure('abd');
    expect(calls.slice(1)).toEqual(['ab', 'd']);
    expect(said().join()).toContain('web/root: what ends with build entry 2 is to be a layer of its own');
    await ensure('abe');
    expect(calls.slice(3)).toEqual(['e']);
    expect(await stored()).toEqual(await keys('ab', 'abc', 'abd', 'abe'));
  });

  it('costs no more when more follow at the end, or when all is another', async () => {
    await ensure('ab');
    await ensure('abc');
    await ensure('x');
    await ensure('ba');
    expect(calls).toEqual(['ab', 'c', 'x', 'ba']);
  });

  it('costs no more when only our own preparation comes before it', async () => {
    await ensure('Pa');
    await ensure('Pb');
    expect(calls).toEqual(['Pa', 'Pb']);
    await ensure('Pbc');
    await ensure('Pad');
    expect(calls.slice(2)).toEqual(['c', 'd']);
  });

  it('costs nothing at all when the whole layer comes from elsewhere', async () => {
    await ensure('abc');
    const node = await nodeOf('abd');
    const restore = async () => {
      await ensureHere(node.key);
    };
    await ensure('abd', { restore });
    expect(calls).toEqual(['abc']);
  });

  /** Puts a layer in place as a cache does. */
  async function ensureHere(key: string): Promise<void> {
    const [other] = await store.list();
    if (other === undefined) throw new Error('there is no layer to copy');
    const { version: _version, image: _image, ...record } = other.record;
    await createEmpty(store.temporary(key), 'qcow2', 2 ** 20);
    await store.publish({ ...record, key });
  }
});

describe('an entry that fails', () => {
  it('has what came before it kept the next time, also when it fails again', async () => {
    await expect(ensure('abFc')).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(said()).toEqual(['web/root: what comes before build entry 3 is kept the next time']);
    expect(await markedKeys(store)).toEqual(await keys('ab'));
    await expect(ensure('abFc')).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(await stored()).toEqual(await keys('ab'));
    await ensure('abc');
    expect(calls).toEqual(['abFc', 'ab', 'Fc', 'c']);
    expect(await markedKeys(store)).toEqual([]);
    expect(readdirSync(store.directory)).not.toContain('wanted');
  });

  it('is the last thing noted: a mark goes with the layer that it wants, however that came', async () => {
    await expect(ensure('abF')).rejects.toThrow();
    await ensure('ab');
    expect(await markedKeys(store)).toEqual([]);
  });

  it('leaves no mark as the first, or after our own preparation alone, or after what a layer has', async () => {
    for (const word of ['F', 'Fa', 'PF']) await expect(ensure(word)).rejects.toThrow();
    await ensure('a');
    await expect(ensure('aF')).rejects.toThrow();
    expect(await markedKeys(store)).toEqual([]);
    expect(said()).toEqual([]);
    await expect(ensure('abF')).rejects.toThrow();
    expect(await markedKeys(store)).toEqual(await keys('ab'));
  });

  it.each([
    ['it is cancelled', new CancelledError('the build')],
    ['a user has to mend something else', new UserError('DISK_FULL', 'no')],
  ])('leaves no mark when %s', async (_, error) => {
    await expect(ensure('abF', { builders: builders(error) })).rejects.toBe(error);
    expect(await markedKeys(store)).toEqual([]);
  });

  it('leaves no mark without the hints, as with `--no-cache`', async () => {
    const { file: _, ...run } = buildRun();
    await expect(ensureLayer(await nodeOf('abF'), { ...run, store, builders: builders() })).rejects.toThrow('no');
    expect(await markedKeys(store)).toEqual([]);
  });

  it('fails as it does when no mark can be left', async () => {
    mkdirSync(store.directory);
    writeFileSync(join(store.directory, 'wanted'), 'no directory');
    await expect(ensure('abF')).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(said()).toEqual([]);
  });
});

it('knows the longest of several, unless a layer that is there is longer', async () => {
  const { steps } = await nodeOf('abcde');
  const key = (length: number) => steps[length - 1]?.key ?? '';
  const wanted = new Set([key(1), key(3), key(5)]);
  expect(prefixOf(steps, wanted, store)).toEqual(steps.slice(0, 3));
  mkdirSync(store.directory);
  writeFileSync(store.path(key(2)), '');
  expect(prefixOf(steps, wanted, store)).toEqual(steps.slice(0, 3));
  writeFileSync(store.path(key(4)), '');
  expect(prefixOf(steps, wanted, store)).toBeUndefined();
  expect(prefixOf(steps.slice(0, 1), wanted, store)).toBeUndefined();
  await leaveMark(store, key(1));
  expect(await wantedPrefixes(store)).toEqual(new Set([key(1)]));
});
