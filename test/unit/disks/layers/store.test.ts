import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LayerStore } from '../../../../src/disks/layers/store.ts';
import { CancelledError } from '../../../../src/host/errors.ts';
import { holdFile } from '../../../../src/host/hold.ts';
import { createEmpty, createOverlay, setBacking } from '../../../../src/host/qemu-img.ts';

const KEY = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const DETAILS = {
  base: { id: 'repo:debian:1', digest: 'd', format: 'qcow2' as const },
  arch: 'x86_64',
  steps: [{ key: KEY, builder: 'virt-customize', summary: 'install vim' }],
  secret: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  buildMs: 1000,
};

let directory: string;
let store: LayerStore;
let template: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lago-layers-'));
  store = new LayerStore(directory);
  template = join(directory, 'repo:debian:1');
  await createEmpty(template, 'qcow2', 2 ** 20);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Puts an image where a build leaves it. */
async function build(key: string): Promise<void> {
  await store.withLock(key, 'a test', {}, async () => {
    await createOverlay(store.temporary(key), { file: template, format: 'qcow2' });
    await setBacking(store.temporary(key), { file: store.backingName(template), format: 'qcow2' });
  });
}
async function publish(key: string) {
  await build(key);
  return store.publish({ key, ...DETAILS });
}
const files = () => readdirSync(store.directory).sort();

describe('LayerStore', () => {
  it('has what was published, over the template by a name that moves with both', async () => {
    expect(await store.has(KEY)).toBe(false);
    const record = await publish(KEY);
    expect(files()).toEqual([KEY, `${KEY}.record`]);
    expect(await store.get(KEY)).toEqual(record);
    expect(statSync(store.path(KEY)).mode & 0o777).toBe(0o644);
    const info = JSON.parse(execFileSync('qemu-img', ['info', '--output=json', store.path(KEY)], { encoding: 'utf8' }));
    expect(info).toMatchObject({ 'backing-filename': '../repo:debian:1', 'backing-filename-format': 'qcow2' });
    expect(await store.list()).toMatchObject([{ record, file: store.path(KEY) }]);
  });

  it.each([
    ['of the layers', 'store/layers', 'elsewhere/deep/layers'],
    ['of the store', 'store', 'elsewhere/store'],
  ])('has layers that QEMU can open when the directory %s is a symlink', async (_, link, target) => {
    mkdirSync(join(directory, target), { recursive: true });
    mkdirSync(dirname(join(directory, link)), { recursive: true });
    symlinkSync(join(directory, target), join(directory, link));
    store = new LayerStore(join(directory, 'store'));
    template = join(directory, 'store', 'repo:debian:2');
    await createEmpty(template, 'qcow2', 2 ** 20);
    await publish(KEY);
    const json = execFileSync('qemu-img', ['info', '--backing-chain', '--output=json', store.path(KEY)]);
    expect(JSON.parse(json.toString())).toHaveLength(2);
  });

  it('has no layer whose image was altered, cut short or put there by others', async () => {
    await publish(KEY);
    const before = statSync(store.path(KEY));
    appendFileSync(store.path(KEY), 'x');
    expect(await store.has(KEY)).toBe(false);
    await store.withLock(KEY, 'a test', {}, () => store.remove(KEY));
    await publish(KEY);
    const image = store.path(KEY);
    writeFileSync(image, Buffer.alloc(before.size, 1));
    // Clocks of file systems tick slowly.
    utimesSync(image, 2000, 2000);
    expect(await store.has(KEY)).toBe(false);
    expect(await store.hold(KEY, 'qcow2')).toBeUndefined();
    copyFileSync(image, store.path(OTHER));
    expect(await store.has(OTHER)).toBe(false);
    copyFileSync(store.recordFile(KEY), store.recordFile(OTHER));
    expect(await store.has(OTHER)).toBe(false);
    expect((await store.list()).map(({ file }) => file)).toEqual([image]);
  });

  it('verifies a layer with another time by its digest, once', async () => {
    const { image } = await publish(KEY);
    utimesSync(store.path(KEY), 1000, 1000);
    const found = await store.get(KEY);
    expect(found?.image).toEqual({ ...image, modified: '1000000000000' });
    expect(await store.get(KEY)).toEqual(found);
  });

  it('holds no layer over an image of another format than it was built over', async () => {
    await publish(KEY);
    expect(await store.hold(KEY, 'raw')).toBeUndefined();
    const held = await store.hold(KEY, 'qcow2');
    const removal = { mode: 'exclusive', what: 'it' } as const;
    await expect(holdFile(store.path(KEY), removal)).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    await held?.[Symbol.asyncDispose]();
    await using free = await holdFile(store.path(KEY), removal);
    expect(free).toBeDefined();
    const use = { mode: 'shared', what: 'it' } as const;
    await expect(holdFile(store.path(KEY), use)).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
  });

  it('does not go on holding a layer that it could not look at', async () => {
    await publish(KEY);
    vi.spyOn(store, 'get').mockRejectedValueOnce(new CancelledError('reading'));
    await expect(store.hold(KEY, 'qcow2')).rejects.toMatchObject({ code: 'CANCELLED' });
    const exclusive = await holdFile(store.path(KEY), { mode: 'exclusive', what: 'the layer' });
    expect(exclusive).toBeDefined();
    await exclusive?.[Symbol.asyncDispose]();
  });

  it('waits for those who look whether a layer can go, and has none when it went', async () => {
    await publish(KEY);
    const looking = await holdFile(store.path(KEY), { mode: 'exclusive', what: 'it' });
    const waiting = store.hold(KEY, 'qcow2');
    await store.withLock(KEY, 'a test', {}, () => store.remove(KEY));
    await looking?.[Symbol.asyncDispose]();
    expect(await waiting).toBeUndefined();
  });

  it('notes when a layer was last used', async () => {
    await publish(KEY);
    utimesSync(store.recordFile(KEY), 1000, 1000);
    expect((await store.list())[0]?.lastUsed).toEqual(new Date(1_000_000));
    await (await store.hold(KEY, 'qcow2'))?.[Symbol.asyncDispose]();
    expect((await store.list())[0]?.lastUsed.getTime()).toBeGreaterThan(1_000_000);
  });

  it('removes a layer with all that killed builds and writers left of it, and nothing else', async () => {
    await publish(KEY);
    await publish(OTHER);
    for (const name of [`${KEY}.tmp`, `.${KEY}.tmp.123.00000000.tmp`, `.${KEY}.record.123.00000000.tmp`]) {
      writeFileSync(join(store.directory, name), '');
    }
    expect(await store.unfinished()).toEqual([KEY]);
    await store.withLock(KEY, 'a test', {}, () => store.sweep(KEY));
    expect(files()).toEqual([KEY, `${KEY}.record`, OTHER, `${OTHER}.record`]);
    await store.withLock(KEY, 'a test', {}, () => store.remove(KEY));
    expect(files()).toEqual([OTHER, `${OTHER}.record`]);
  });

  it('knows images whose records are lost, broken, or of another layer', async () => {
    await publish(KEY);
    await publish(OTHER);
    expect(await store.orphans()).toEqual([]);
    copyFileSync(store.recordFile(KEY), store.recordFile(OTHER));
    expect(await store.orphans()).toEqual([OTHER]);
    rmSync(store.recordFile(OTHER));
    writeFileSync(store.recordFile(KEY), '{');
    expect((await store.orphans()).toSorted()).toEqual([KEY, OTHER]);
    expect(await store.unfinished()).toEqual([]);
  });

  it('sweeps the record of a layer whose publishing or removal was cut off', async () => {
    await publish(KEY);
    rmSync(store.path(KEY));
    expect(await store.has(KEY)).toBe(false);
    expect(await store.unfinished()).toEqual([KEY]);
    await store.withLock(KEY, 'a test', {}, () => store.sweep(KEY));
    expect(files()).toEqual([]);
  });

  describe('accepts from a cache', () => {
    const accept = async (change: () => void | Promise<void> = () => {}, key = KEY) => {
      const record = await publish(OTHER);
      const restored = { ...record, key: KEY };
      copyFileSync(store.path(OTHER), store.temporary(KEY));
      await change();
      return store.withLock(key, 'a test', {}, () => store.accept(key, restored, template, {}));
    };

    it('what is as it was saved', async () => {
      expect(await accept()).toBeUndefined();
      expect(await store.has(KEY)).toBe(true);
    });

    it.each<[string, () => void | Promise<void>, RegExp]>([
      ['is cut short', () => execFileSync('truncate', ['-s', '1000', store.temporary(KEY)]), /cut short/],
      [
        'was altered',
        () => writeFileSync(store.temporary(KEY), Buffer.alloc(statSync(store.path(OTHER)).size)),
        /digest/,
      ],
      [
        'is a link to a file of this host',
        () => {
          rmSync(store.temporary(KEY));
          symlinkSync(store.path(OTHER), store.temporary(KEY));
        },
        /not a file/,
      ],
      [
        'never ends',
        () => {
          rmSync(store.temporary(KEY));
          execFileSync('mkfifo', [store.temporary(KEY)]);
        },
        /not a file/,
      ],
    ])('nothing that %s', async (_, change, reason) => {
      expect(await accept(change)).toMatch(reason);
      expect(existsSync(store.temporary(KEY))).toBe(false);
      expect(await store.has(KEY)).toBe(false);
    });

    it('nothing that names other files of this host, whatever its digest', async () => {
      const secret = join(directory, 'secret');
      await createEmpty(secret, 'raw', 2 ** 20);
      await createOverlay(join(directory, 'evil'), { file: secret, format: 'raw' });
      const record = await publish(OTHER);
      copyFileSync(join(directory, 'evil'), store.temporary(KEY));
      const sha256 = execFileSync('sha256sum', [store.temporary(KEY)], { encoding: 'utf8' }).slice(0, 64);
      const image = { ...record.image, sha256, size: statSync(store.temporary(KEY)).size };
      const problem = await store.accept(KEY, { ...record, key: KEY, image }, template, {});
      expect(problem).toBe('it does not lie on its template');
    });

    it('nothing where something else is, which disks may lie over', async () => {
      expect(await accept(() => writeFileSync(store.path(KEY), 'altered'))).toMatch(/in its place/);
      expect(readFileSync(store.path(KEY), 'utf8')).toBe('altered');
    });

    it('nothing under another key', async () => {
      const key = 'c'.repeat(64);
      expect(await accept(() => copyFileSync(store.path(OTHER), store.temporary(key)), key)).toMatch(/another layer/);
    });
  });

  it('knows whether it can be written to', async () => {
    expect(new LayerStore(join(directory, 'new')).isReadOnly()).toBe(false);
  });
});
