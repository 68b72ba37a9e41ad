import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LayerStore } from '../../../src/disks/layers/store.ts';
import { CiCache } from '../../../src/environment/ci-cache.ts';
import { templateCacheKey } from '../../../src/environment/fetch-templates.ts';
import { LayerCache } from '../../../src/environment/layer-cache.ts';
import { findGone } from '../../../src/environment/lock/gone.ts';
import type { LockedTemplate } from '../../../src/environment/lock/lock-file.ts';
import type { CacheUse, TemplateCache } from '../../../src/environment/options.ts';
import { run } from '../../../src/host/exec.ts';
import { createLogger, type Logger } from '../../../src/host/log.ts';
import { contentKey, TemplateTransfer } from '../../../src/templates/ci-cache.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { withTransfer } from '../../../src/templates/transfer.ts';
import type { TemplateHash, TemplateVersion } from '../../../src/templates/types.ts';
import { hashOf, hasPattern, makeImage } from './images.ts';

let directory: string;
let image: string;
let store: TemplateStore;
let said: string[];
let log: Logger;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-ci-cache-'));
  image = join(directory, 'source.qcow2');
  await makeImage(image);
  store = new TemplateStore(join(directory, 'store'));
  said = [];
  log = createLogger((event) => event.kind === 'message' && event.level !== 'debug' && said.push(event.text));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function version(more: Partial<TemplateVersion> = {}): Promise<TemplateVersion> {
  return {
    repository: 'test',
    template: 'debian12',
    version: 'v1',
    origin: { kind: 'file', path: image },
    hash: await hashOf(image),
    metadata: { distro: 'debian12' },
    ...more,
  };
}

const other = () => new TemplateStore(join(directory, 'elsewhere', 'other'));

describe('a template', () => {
  /** Stages a template, lets somebody at it, and has another store accept it. */
  async function carry(wanted: TemplateVersion, alter: (entry: string) => Promise<void> = async () => undefined) {
    return withTransfer(store.directory, 'a test', async (there) => {
      expect(await new TemplateTransfer(store).stage(wanted, there)).toBeUndefined();
      await mkdir(other().directory, { recursive: true });
      return withTransfer(other().directory, 'a test', async (back) => {
        await run('cp', ['-r', `${there}/.`, back]);
        await alter(back);
        return new TemplateTransfer(other()).accept(wanted, back, { log });
      });
    });
  }

  test('is carried to another store, which verifies it; the images are linked, not copied', async () => {
    const wanted = await version();
    await store.ensure(wanted, { log });
    expect(contentKey(wanted)).toMatch(/^[0-9a-f]{32}$/);
    await withTransfer(store.directory, 'a test', async (entry) => {
      await new TemplateTransfer(store).stage(wanted, entry);
      expect((await stat(join(entry, 'image'))).ino).toBe((await stat(store.path(wanted))).ino);
    });
    expect(await carry(wanted)).toBeUndefined();
    expect(await other().has(wanted)).toBe(true);
    for (const { directory: place } of [store, other()]) expect(await readdir(join(place, 'transfer'))).toEqual([]);
    await rm(image);
    expect(await hasPattern(await other().ensure(wanted, { log }))).toBe(true);
  });

  test('that was altered on the way is not accepted, even when its record was altered with it', async () => {
    const wanted = await version();
    await store.ensure(wanted, { log });
    const alterImage = (entry: string) => makeImage(join(entry, 'image'), 9);
    expect(await carry(wanted, alterImage)).toMatch(/^its SHA-256 is/);
    const alterBoth = (more: object) => async (entry: string) => {
      // A new file: the old one is a link into the store.
      await rm(join(entry, 'image'));
      await alterImage(entry);
      const { value } = await hashOf(join(entry, 'image'));
      const record: unknown = JSON.parse(await readFile(join(entry, 'record.json'), 'utf8'));
      await writeFile(join(entry, 'record.json'), JSON.stringify(Object.assign({}, record, { sha256: value }, more)));
    };
    expect(await carry(wanted, alterBoth({}))).toMatch(/^its sha256 is not/);
    expect(await carry(wanted, alterBoth({ hashIsOfImage: false }))).toBe('it cannot be verified');
    expect(await other().has(wanted)).toBe(false);
    expect(await readdir(other().directory)).toEqual(['transfer']);
  });

  test('is not accepted without an image, without a record, or as a link', async () => {
    const wanted = await version();
    await store.ensure(wanted, { log });
    expect(await carry(wanted, (entry) => rm(join(entry, 'image')))).toBe('it is not a file');
    expect(await carry(wanted, (entry) => rm(join(entry, 'record.json')))).toBe('it has no valid record');
    const link = async (entry: string) => {
      await rm(join(entry, 'image'));
      await symlink(image, join(entry, 'image'));
    };
    expect(await carry(wanted, link)).toBe('it is not a file');
  });

  test('that could not be verified on its return is not staged', async () => {
    const { hash: _, ...unverified } = await version();
    await store.ensure(unverified, { log });
    expect(contentKey(unverified)).toBeUndefined();
    const reason = await withTransfer(store.directory, 'a test', (entry) =>
      new TemplateTransfer(store).stage(unverified, entry),
    );
    expect(reason).toContain('gives no hash');
  });
});

/** A cache in a directory, of the kind that any CI system has. */
class DirectoryCache implements TemplateCache {
  readonly uses: CacheUse[] = [];
  readonly eager = true;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async restore(keys: readonly string[], to: string) {
    const there = await readdir(this.#root).catch((): string[] => []);
    const key = keys.find((candidate) => there.includes(candidate));
    if (key !== undefined) await run('cp', ['-r', `${join(this.#root, key)}/.`, to]);
    return key;
  }

  async save(key: string, from: string) {
    await mkdir(this.#root, { recursive: true });
    await run('cp', ['-r', from, join(this.#root, key)]);
    return { saved: true } as const;
  }

  report(use: CacheUse) {
    this.uses.push(use);
  }
}

describe('a template that its repository has no more', () => {
  const entry = ({ algorithm, value }: TemplateHash): LockedTemplate => ({
    name: 'debian12',
    arch: 'x86_64',
    ...{ repository: 'test', template: 'debian12', version: 'v1', hash: `${algorithm}:${value}` },
  });
  const services = () => ({ log, signal: undefined });

  test('is taken from the store, with what it says about itself', async () => {
    const wanted = await version();
    await store.ensure(wanted, { log });
    const { hash, metadata } = wanted;
    const found = hash && (await findGone(entry(hash), store, undefined, services()));
    expect(found).toMatchObject({ repository: 'test', template: 'debian12', version: 'v1', hash, metadata });
  });

  test('is kept to itself without its hash', async () => {
    await store.ensure(await version(), { log });
    const other = { algorithm: 'sha256', value: 'ab'.repeat(32) } as const;
    expect(await findGone(entry(other), store, undefined, services())).toBeUndefined();
    const { hash: _, ...unhashed } = entry(other);
    expect(await findGone(unhashed, store, undefined, services())).toBeUndefined();
  });

  test('comes from the cache into the store', async () => {
    const wanted = await version();
    await store.ensure(wanted, { log });
    const cache = new DirectoryCache(join(directory, 'cache'));
    const there = new CiCache(cache, store.directory, services());
    const made = { kind: 'template', name: 'a', key: templateCacheKey(wanted) ?? '', bytes: 1, seconds: 1 } as const;
    there.save(made, (place) => new TemplateTransfer(store).stage(wanted, place));
    await there.settle();
    const { hash, metadata } = wanted;
    const back = new CiCache(cache, other().directory, services());
    const found = hash && (await findGone(entry(hash), other(), back, services()));
    expect(found?.metadata).toEqual(metadata);
    expect(await other().has(wanted)).toBe(true);
  });
});

describe('a layer', () => {
  const KEY = 'ab'.repeat(32);
  const SHORTER = 'cd'.repeat(32);

  /** A store with the template, and one over it, whose cache is in the given directory. */
  async function host(name: string, cache: DirectoryCache) {
    const storeDir = join(directory, name, 'store');
    const templates = new TemplateStore(storeDir);
    const baseFile = await templates.ensure(await version(), { log });
    const services = { log, signal: undefined };
    const ciCache = new CiCache(cache, storeDir, services);
    const layers = new LayerStore(storeDir);
    return { baseFile, ciCache, layers, cached: new LayerCache(layers, ciCache, services), storeDir };
  }

  async function build(
    { layers, baseFile }: Awaited<ReturnType<typeof host>>,
    key: string,
    { secret = false, summary = 'touch /x' } = {},
  ) {
    const held = await layers.lock(key, 'a test');
    const file = layers.temporary(key);
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', layers.backingName(baseFile), '-F', 'qcow2', file]);
    await run('qemu-io', ['-c', 'write -q -P 7 0 64k', file]);
    const record = await layers.publish({
      key,
      base: { id: 'test:debian12:v1', digest: 'x', format: 'qcow2' },
      arch: 'x86_64',
      steps: [{ key, builder: 'virt-customize', summary }],
      secret,
      createdAt: new Date().toISOString(),
      buildMs: 60_000,
    });
    await held.release();
    return record;
  }

  test('built on one host is restored on another whose store is elsewhere, the longest first', async () => {
    const cache = new DirectoryCache(join(directory, 'cache'));
    const one = await host('one', cache);
    one.cached.built('vm0/root', await build(one, KEY));
    one.cached.built('vm1/root', await build(one, SHORTER));
    await one.ciCache.settle();
    expect(await readdir(join(one.storeDir, 'transfer'))).toEqual([]);

    const two = await host(join('some', 'where', 'else'), cache);
    const wanted = { name: 'vm0/root', keys: ['ef'.repeat(32), KEY, SHORTER], baseFile: two.baseFile };
    expect(await two.cached.restore(wanted)).toBe(KEY);
    expect(await two.layers.has(KEY)).toBe(true);
    const { stdout } = await run('qemu-io', ['-r', '-c', 'read -P 7 0 64k', two.layers.path(KEY)]);
    expect(stdout).not.toContain('verification failed');
    expect(await readdir(join(two.storeDir, 'transfer'))).toEqual([]);
    expect(cache.uses.map(({ name, from, saving }) => [name, from, saving?.saved])).toEqual([
      ['vm0/root', 'source', true],
      ['vm1/root', 'source', true],
      ['vm0/root', 'cache', undefined],
    ]);
  });

  test('may be restored by who has its lock', async () => {
    const cache = new DirectoryCache(join(directory, 'cache'));
    const one = await host('one', cache);
    one.cached.built('vm0/root', await build(one, KEY));
    await one.ciCache.settle();
    const two = await host('two', cache);
    const wanted = { name: 'vm0/root', keys: [KEY], baseFile: two.baseFile, locked: KEY };
    expect(await two.layers.withLock(KEY, 'a test', {}, () => two.cached.restore(wanted))).toBe(KEY);
  });

  test('that is broken is not used, with a warning, and nothing is left of it', async () => {
    const cache = new DirectoryCache(join(directory, 'cache'));
    const one = await host('one', cache);
    one.cached.built('vm0/root', await build(one, KEY));
    await one.ciCache.settle();
    const [entry = ''] = await readdir(join(directory, 'cache'));
    await run('qemu-io', ['-c', 'write -q -P 8 0 64k', '-f', 'raw', join(directory, 'cache', entry, 'image')]);
    const two = await host('two', cache);
    const wanted = { name: 'vm0/root', keys: [KEY], baseFile: two.baseFile };
    expect(await two.cached.restore(wanted)).toBeUndefined();
    expect(said).toContain(
      `layer vm0/root from the cache is not used: its digest is another (entry lago-layer-1-${KEY})`,
    );
    expect(await two.layers.list()).toEqual([]);
    expect(await readdir(two.layers.directory)).toEqual([]);
  });

  test('that is a link is not used', async () => {
    const cache = new DirectoryCache(join(directory, 'cache'));
    const one = await host('one', cache);
    one.cached.built('vm0/root', await build(one, KEY));
    await one.ciCache.settle();
    const [entry = ''] = await readdir(join(directory, 'cache'));
    await rm(join(directory, 'cache', entry, 'image'));
    await symlink(one.layers.path(KEY), join(directory, 'cache', entry, 'image'));
    const two = await host('two', cache);
    const wanted = { name: 'vm0/root', keys: [KEY], baseFile: two.baseFile };
    expect(await two.cached.restore(wanted)).toBeUndefined();
    expect(said.at(-1)).toContain('is not used: it is not a file');
  });

  test.each([
    { secret: true },
    { summary: 'upload ***:/srv' },
  ])('with a secret in it stays on its host: %j', async (with_) => {
    const cache = new DirectoryCache(join(directory, 'cache'));
    const one = await host('one', cache);
    one.cached.built('vm0/root', await build(one, KEY, with_));
    await one.ciCache.settle();
    expect(await readdir(directory)).not.toContain('cache');
    expect(cache.uses).toMatchObject([{ from: 'source', saving: { saved: false, reason: 'it has a secret in it' } }]);
  });

  test('whose image is gone before it is saved costs nothing but the saving', async () => {
    const cache = new DirectoryCache(join(directory, 'cache'));
    const one = await host('one', cache);
    const record = await build(one, KEY);
    await rm(one.layers.path(KEY));
    one.cached.built('vm0/root', record);
    await one.ciCache.settle();
    expect(cache.uses).toMatchObject([{ saving: { saved: false } }]);
    expect(said.at(-1)).toMatch(/^saving layer vm0\/root: /);
  });
});
