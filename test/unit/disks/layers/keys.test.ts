import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Builders } from '../../../../src/disks/layers/builders.ts';
import { inputReader } from '../../../../src/disks/layers/inputs.ts';
import { canonical, digestOf, layerKeys } from '../../../../src/disks/layers/keys.ts';
import type { Json, LayerStep, StepContext } from '../../../../src/disks/layers/types.ts';
import { guestfsBuilder } from '../../../../src/disks/provision/customize-builder.ts';
import fc from '../../../support/fast-check.ts';
import { buildRun, customize, diskPlan, fakeBuilder } from './support.ts';

const BASE = { digest: 'of-the-template' };
const builders = new Builders([guestfsBuilder]);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const context = (more: Partial<StepContext> = {}): StepContext =>
  buildRun({ cwd: directory, identityOf: inputReader(), ...more });
const keysOf = async (steps: readonly LayerStep[], more: Partial<StepContext> = {}, base = BASE) =>
  (await layerKeys(base, steps, builders, context(more))).map(({ key }) => key);
const keyOf = async (options: LayerStep['options'], more: Partial<StepContext> = {}) =>
  (await keysOf([customize(options)], more))[0];

describe('layerKeys', () => {
  it('gives each step a key that depends on all before it, and on nothing after it', async () => {
    const steps = [{ install: 'vim' }, { update: '' }, { install: 'git' }].map((options) => customize(options));
    const [first, second, third] = await keysOf(steps);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await keysOf(steps.slice(0, 2))).toEqual([first, second]);
    expect((await keysOf(steps.toReversed()))[2]).not.toBe(third);
  });

  it('depends on base, architecture, size of the disk, and the version of the builder', async () => {
    const steps = [customize({ install: 'vim' })];
    const [key] = await keysOf(steps);
    expect(await keysOf(steps, {}, { digest: 'other' })).not.toEqual([key]);
    expect(await keysOf(steps, { arch: 'aarch64' })).not.toEqual([key]);
    expect(await keysOf(steps, { disk: diskPlan({ resize: 2 ** 33 }) })).not.toEqual([key]);
    const newer = new Builders([{ ...guestfsBuilder, version: guestfsBuilder.version + 1 }]);
    expect(await layerKeys(BASE, steps, newer, context())).not.toMatchObject([{ key }]);
  });

  it('does not depend on what the step is called, on the machine, or on its disk', async () => {
    const steps = [customize({ install: 'vim' })];
    const other = [{ ...customize({ install: 'vim' }, 7), builder: 'virt-customize', place: 'LagoInitFile:1' }];
    const domain = { ...buildRun().domain, name: 'other', memory: 4096 };
    expect(await keysOf(other, { domain, disk: diskPlan({ name: 'data', path: '/x' }) })).toEqual(await keysOf(steps));
  });

  it('tells apart any two chains of different steps', async () => {
    const fake = new Builders([fakeBuilder()]);
    const chain = fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 4 });
    const last = async (names: readonly string[]) => {
      const steps = names.map((name) => ({ builder: 'fake', options: { name } }));
      return (await layerKeys(BASE, steps, fake, context())).at(-1)?.key;
    };
    await fc.assert(
      fc.asyncProperty(chain, chain, async (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect((await last(one)) === (await last(other))).toBe(same);
      }),
    );
  });
});

describe('canonical', () => {
  it('is the same for mappings in any order, and differs for different values', () => {
    const json = fc.jsonValue();
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json, { noNullPrototype: true }), (mapping) => {
        const turned = Object.fromEntries(Object.entries(mapping).reverse());
        expect(digestOf(turned as Json)).toBe(digestOf(mapping as Json));
      }),
    );
    fc.assert(
      fc.property(json, json, (one, other) => {
        const same = canonical(one as Json) === canonical(other as Json);
        if (same) expect(JSON.parse(canonical(one as Json))).toEqual(JSON.parse(canonical(other as Json)));
        expect(JSON.parse(canonical(one as Json))).toEqual(JSON.parse(JSON.stringify(one)));
      }),
    );
  });
});

describe('entries of virt-customize', () => {
  it('are the same in any order where order has no meaning', async () => {
    const options = { install: ['vim', 'git'], hostname: 'x', timezone: 'Etc/UTC', 'root-password': 'password:x' };
    const key = await keyOf(options);
    const orders = fc.shuffledSubarray(Object.entries(options), { minLength: 4 });
    await fc.assert(
      fc.asyncProperty(orders, async (entries) => {
        expect(await keyOf(Object.fromEntries(entries))).toBe(key);
      }),
    );
    expect(await keyOf({ ...options, install: ['git,vim'] })).toBe(key);
    expect(await keyOf({ ...options, memsize: 2048, q: '', v: '' })).toBe(key);
    expect(await keyOf({ ...options, install: ['git'] })).not.toBe(key);
    expect(await keyOf({ ...options, 'no-network': '' })).not.toBe(key);
  });

  it('differ by order where it has a meaning', async () => {
    const turned = (options: object) => Object.fromEntries(Object.entries(options).reverse());
    for (const options of [
      { write: '/a:x', 'run-command': 'cat /a' },
      { install: 'vim', 'run-command': 'apt-get clean' },
      { write: '/etc/apt/sources.list:x', update: '' },
    ]) {
      expect(await keyOf(options)).not.toBe(await keyOf(turned(options)));
    }
    expect(await keyOf({ 'run-command': ['a', 'b'] })).not.toBe(await keyOf({ 'run-command': ['b', 'a'] }));
    // An item in between keeps two others apart that would change places without it.
    expect(await keyOf({ timezone: 'x', 'run-command': 'date', hostname: 'y' })).not.toBe(
      await keyOf({ hostname: 'y', 'run-command': 'date', timezone: 'x' }),
    );
  });

  it('hold files by their content and permissions, not by their place or time', async () => {
    const place = (name: string, text: string, mode = 0o644) => {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, 'file'), text, { mode });
      chmodSync(join(directory, name, 'file'), mode);
      return { upload: `${name}/file:/srv/file` };
    };
    const one = place('one', 'text');
    const key = await keyOf(one);
    expect(await keyOf(place('same', 'text'))).toBe(key);
    expect(await keyOf(place('altered', 'texts'))).not.toBe(key);
    expect(await keyOf(place('executable', 'text', 0o755))).not.toBe(key);
    expect(await keyOf({ upload: 'one/file:/srv/other' })).not.toBe(key);
    writeFileSync(join(directory, 'one/file'), 'changed');
    expect(await keyOf(one)).not.toBe(key);
  });

  it('hold the file of a locked password by its content', async () => {
    writeFileSync(join(directory, 'secret'), 'one');
    const keys = async () => [
      await keyOf({ 'root-password': 'locked:file:secret' }),
      await keyOf({ password: 'bob:lock:file:secret' }),
    ];
    const before = await keys();
    writeFileSync(join(directory, 'secret'), 'other');
    for (const [index, key] of (await keys()).entries()) expect(key).not.toBe(before[index]);
  });

  it('run a script whatever its permissions and its name are', async () => {
    writeFileSync(join(directory, 'a.sh'), 'true', { mode: 0o644 });
    writeFileSync(join(directory, 'b.sh'), 'true', { mode: 0o755 });
    expect(await keyOf({ run: 'a.sh' })).toBe(await keyOf({ run: 'b.sh' }));
    writeFileSync(join(directory, 'b.sh'), 'false');
    expect(await keyOf({ run: 'a.sh' })).not.toBe(await keyOf({ run: 'b.sh' }));
  });

  it('hold trees with all that is in them', async () => {
    const tree = join(directory, 'tree');
    mkdirSync(join(tree, 'sub'), { recursive: true });
    writeFileSync(join(tree, 'sub/file'), 'text');
    symlinkSync('sub/file', join(tree, 'link'));
    const seen = new Set<string | undefined>();
    const changes: (() => void)[] = [
      () => {},
      () => writeFileSync(join(tree, 'sub/file'), 'other'),
      () => chmodSync(join(tree, 'sub/file'), 0o600),
      () => writeFileSync(join(tree, 'more'), ''),
      () => mkdirSync(join(tree, 'empty')),
      () => {
        rmSync(join(tree, 'link'));
        symlinkSync('more', join(tree, 'link'));
      },
    ];
    for (const change of changes) {
      change();
      seen.add(await keyOf({ 'copy-in': 'tree:/srv' }));
    }
    expect(seen.size).toBe(changes.length);
  });

  it('cannot be had without their files', async () => {
    await expect(keyOf({ upload: 'missing:/srv' })).rejects.toMatchObject({
      code: 'FILE_FAILED',
      message: expect.stringMatching(
        /^VM \S+: .* takes in what cannot be read: there is no file or directory \/.*\/missing$/,
      ),
    });
  });
});

it('reads each file once, however many disks take it in', async () => {
  writeFileSync(join(directory, 'file'), 'text');
  const read = inputReader();
  const first = await read(join(directory, 'file'));
  writeFileSync(join(directory, 'file'), 'other');
  expect(await read(join(directory, 'file'))).toBe(first);
});
