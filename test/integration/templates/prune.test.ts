import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imageUsers, registerEnvironments, templateStore } from '../../../src/environment/templates/in-use.ts';
import { acquireLock } from '../../../src/host/lock.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { createOverlay } from '../../../src/host/qemu-img.ts';
import { TemplateTransfer } from '../../../src/templates/ci-cache.ts';
import { type PruneSelection, pruneStore } from '../../../src/templates/prune.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { withTransfer } from '../../../src/templates/transfer.ts';
import { type TemplateVersion, templateId } from '../../../src/templates/types.ts';
import { hashOf, makeImage } from './images.ts';

const DAY = 86_400_000;

let directory: string;
let image: string;
let store: TemplateStore;
const children: ChildProcessByStdio<Writable, Readable, null>[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-prune-'));
  image = join(directory, 'source.qcow2');
  await makeImage(image);
  store = new TemplateStore(join(directory, 'store'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

/** A template in the store that was last used so many days ago. */
async function stored(name: string, days = 0): Promise<TemplateVersion> {
  const origin = { kind: 'file', path: image } as const;
  const version = { repository: 'r', template: 't', version: name, origin, hash: await hashOf(image), metadata: {} };
  await store.ensure(version);
  const then = new Date(Date.now() - days * DAY);
  await utimes(`${store.path(version)}.record`, then, then);
  return version;
}

/** Prunes while these images have users. */
async function prune(selection: PruneSelection, users: Readonly<Record<string, readonly string[]>> = {}) {
  const report = await pruneStore(store.directory, selection, { users: async () => new Map(Object.entries(users)) });
  return { ...report, removed: report.removed.map(({ id }) => id), kept: report.kept.map(({ id }) => id) };
}

const filesOf = (...names: string[]) =>
  names.flatMap((name) => ['', '.hash', '.metadata', '.record', '.verified'].map((suffix) => `r:t:${name}${suffix}`));

async function expectStore(...names: string[]): Promise<void> {
  expect((await readdir(store.directory)).sort()).toEqual(filesOf(...names));
}

describe('what goes', () => {
  test('nothing without being asked for', async () => {
    await stored('v1', 400);
    expect(await prune({})).toMatchObject({ removed: [], kept: [], freed: 0 });
    await expectStore('v1');
  });

  test('what was not used for some time', async () => {
    for (const days of [1, 40, 50]) await stored(`v${days}`, days);
    const { removed, freed, left } = await prune({ olderThanMs: 30 * DAY });
    expect(removed).toEqual(['r:t:v50', 'r:t:v40']);
    expect(freed).toBe(2 * left);
    await expectStore('v1');
  });

  test('what was used longest ago, until the rest is small enough', async () => {
    for (const days of [1, 2, 3]) await stored(`v${days}`, days);
    const { left } = await prune({});
    expect((await prune({ maxBytes: (left * 2) / 3 })).removed).toEqual(['r:t:v3']);
    expect((await prune({ maxBytes: left })).removed).toEqual([]);
    await expectStore('v1', 'v2');
  });

  test('nothing in a dry run, which says what would go', async () => {
    await stored('v1', 2);
    expect(await prune({ unused: true, dryRun: true })).toMatchObject({ removed: ['r:t:v1'] });
    await expectStore('v1');
  });

  test('never what something lies over; the next in turn goes instead', async () => {
    const [used] = [await stored('v3', 3), await stored('v2', 2), await stored('v1', 1)];
    const users = new Map([[store.path(used), ['5f0c', `layer ${'c'.repeat(64)}`]]]);
    const said = await pruneStore(store.directory, { maxBytes: 1, dryRun: true }, { users: async () => users });
    expect(said.kept).toMatchObject([{ reason: 'there are disks over it: 5f0c, layer cccccccccccc' }]);
    const report = await prune({ maxBytes: 1 }, { [store.path(used)]: ['5f0c'] });
    expect(report).toMatchObject({ removed: ['r:t:v2', 'r:t:v1'], kept: ['r:t:v3'] });
    await expectStore('v3');
  });

  test('never an image that is a symlink', async () => {
    const version = await stored('v1', 40);
    await rename(store.path(version), join(directory, 'moved'));
    await symlink(join(directory, 'moved'), store.path(version));
    const { kept, removed } = await pruneStore(store.directory, { unused: true }, { users: async () => new Map() });
    expect(kept).toMatchObject([{ id: 'r:t:v1', reason: 'it is a symlink' }]);
    expect(removed).toEqual([]);
    await expectStore('v1');
  });

  test('a use is noted when a template is asked for', async () => {
    const version = await stored('v1', 40);
    await store.ensure(version);
    expect((await prune({ olderThanMs: 30 * DAY })).removed).toEqual([]);
  });

  test('nothing of a store that is not there', async () => {
    expect(await prune({ unused: true })).toMatchObject({ removed: [], freed: 0, left: 0 });
  });
});

describe('what killed processes left', () => {
  const leave = (...names: string[]) =>
    Promise.all(names.map((name) => writeFile(join(store.directory, name), 'left')));

  test('goes at once, but a part of a download may be resumed for a day', async () => {
    await stored('v1');
    await leave('r:t:v1.tmp', 'r:t:v1.lock', 'r:t:v2.tmp.qcow2', 'r:t:v3.record', 'r:t:v3.verified', 'r:t:v4.lock');
    await leave('r:t:v5.part', 'r:t:v5.part.state', '.r:t:v5.part.state.999999999.0123abcd.tmp');
    expect((await prune({})).swept.toSorted()).toEqual(['r:t:v1', 'r:t:v2', 'r:t:v3']);
    expect((await readdir(store.directory)).sort()).toEqual([...filesOf('v1'), 'r:t:v5.part', 'r:t:v5.part.state']);
    const old = new Date(Date.now() - 2 * DAY);
    for (const name of ['part', 'part.state']) await utimes(join(store.directory, `r:t:v5.${name}`), old, old);
    expect((await prune({})).swept).toEqual(['r:t:v5']);
    await expectStore('v1');
  });

  test('stays while somebody is at work on it', async () => {
    await stored('v1');
    await leave('r:t:v2.part', 'r:t:v2.tmp');
    const lock = { what: 'template r:t:v2', timeoutMs: 0, temporary: true };
    await using _ = await acquireLock(join(store.directory, 'r:t:v2.lock'), lock);
    expect((await prune({ unused: true })).swept).toEqual([]);
    expect(await readdir(store.directory)).toEqual(['r:t:v2.lock', 'r:t:v2.part', 'r:t:v2.tmp']);
  });
});

test('a store that is read-only for us is left alone, and said so', async () => {
  await stored('v1');
  const script = join(import.meta.dirname, 'fixtures', 'prune.ts');
  await chmod(directory, 0o755);
  await chmod(store.directory, 0o755);
  const child = spawn(process.execPath, [script, store.directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  expect(line).toMatch(/^STORE_READ_ONLY the template store .* is read-only for this user$/);
  await expectStore('v1');
});

/** Another process that is about to make an overlay over a template. */
async function user(version: TemplateVersion, overlay: string) {
  const script = join(import.meta.dirname, 'fixtures', 'hold.ts');
  const args = [script, store.directory, JSON.stringify(version), overlay];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'held' });
  return { child, lines };
}

describe('another process that uses a template', () => {
  test('keeps it from before it looks until its overlay is there', async () => {
    const version = await stored('v1', 2);
    const { child, lines } = await user(version, join(directory, 'overlay.qcow2'));
    expect(await prune({ unused: true })).toMatchObject({ removed: [], kept: ['r:t:v1'] });
    child.stdin.write('go\n');
    expect(await lines.next()).toMatchObject({ value: 'done' });
    expect((await prune({ unused: true }, { [store.path(version)]: ['overlay'] })).removed).toEqual([]);
    expect((await prune({ unused: true })).removed).toEqual(['r:t:v1']);
    expect(await readdir(store.directory)).toEqual([]);
  });

  test('keeps nothing once it is killed', async () => {
    const { child } = await user(await stored('v1', 2), join(directory, 'overlay.qcow2'));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await prune({ unused: true })).removed).toEqual(['r:t:v1']);
    expect(await readdir(store.directory)).toEqual([]);
  });

  test('waits while it is being removed, and fetches it anew', async () => {
    const version = await stored('v1', 2);
    let waiting: ReturnType<TemplateStore['hold']> | undefined;
    const report = await pruneStore(
      store.directory,
      { unused: true },
      {
        users: async () => {
          waiting = store.hold([version]);
          return new Map();
        },
      },
    );
    expect(report.removed).toHaveLength(1);
    await using _held = await waiting;
    expect(await store.has(version)).toBe(true);
    expect((await prune({ unused: true })).kept).toEqual(['r:t:v1']);
  });

  test('many that use and prune at once never lose what they lie over', async () => {
    const version = await stored('v1');
    const overlays = [0, 1, 2, 3].map((index) => join(directory, `overlay${index}.qcow2`));
    const made: string[] = [];
    const use = async (overlay: string) => {
      await using _held = await new TemplateStore(store.directory).hold([version]);
      await createOverlay(overlay, { file: store.path(version), format: 'qcow2' });
      made.push(overlay);
    };
    const clear = () =>
      pruneStore(
        store.directory,
        { unused: true },
        {
          users: async () => new Map(made.length === 0 ? [] : [[store.path(version), made]]),
        },
      );
    await Promise.all(overlays.flatMap((overlay) => [clear(), use(overlay), clear()]));
    expect(made).toHaveLength(4);
    expect(await store.has(version)).toBe(true);
    await expectStore('v1');
  });
});

describe('environments', () => {
  const paths = () => resolvePaths({ stateDir: join(directory, 'state'), storeDir: store.directory }, {});

  /** An environment with an overlay, by its record and its image. */
  async function environment(environmentsDir: string, uuid: string, base: string): Promise<void> {
    const imagesDir = join(directory, 'images', uuid);
    await mkdir(imagesDir, { recursive: true });
    await mkdir(environmentsDir, { recursive: true });
    await createOverlay(join(imagesDir, 'top.qcow2'), { file: base, format: 'qcow2' });
    const record = {
      version: 1,
      uuid,
      createdAt: new Date().toISOString(),
      phase: 'created',
      owner: { kind: 'workdir' },
      prefix: join(directory, 'none'),
      workdir: directory,
      imagesDir,
      leaseDir: directory,
      libvirtUrl: 'test:///default',
      started: false,
      domains: [],
      nets: [],
    };
    await writeFile(join(environmentsDir, `${uuid}.json`), JSON.stringify(record));
  }

  test('of all state directories that used the store are found, through layers too', async () => {
    const version = await stored('v1');
    const layer = join(paths().layersDir, 'c'.repeat(64));
    await mkdir(paths().layersDir);
    await createOverlay(layer, { file: `../${templateId(version)}`, format: 'qcow2' });
    await environment(paths().environmentsDir, 'a'.repeat(32), layer);
    const other = resolvePaths({ stateDir: join(directory, 'other'), storeDir: store.directory }, {});
    await environment(other.environmentsDir, 'b'.repeat(32), store.path(version));
    const users = async () => (await imageUsers({ paths: paths() })).get(store.path(version));
    expect(await users()).toEqual(['a'.repeat(32), `layer ${'c'.repeat(64)}`]);
    await registerEnvironments({ paths: other, log: createLogger() });
    await registerEnvironments({ paths: other, log: createLogger() });
    expect(await users()).toEqual(['a'.repeat(32), 'b'.repeat(32), `layer ${'c'.repeat(64)}`]);
  });

  test('keep a template that was altered from being exchanged; without them it is fetched anew', async () => {
    const version = await stored('v1');
    const services = { paths: paths() };
    await environment(services.paths.environmentsDir, 'a'.repeat(32), store.path(version));
    await makeImage(store.path(version), 9);
    const altered = await readFile(store.path(version));
    const attempt = templateStore(services).ensure(version);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_ALTERED', exitCode: 2 });
    await expect(attempt).rejects.toThrow(/was altered after it was verified \(its SHA-256 is .*: a{32}$/);
    expect(Buffer.compare(await readFile(store.path(version)), altered)).toBe(0);
    await rm(services.paths.environmentsDir, { recursive: true });
    await templateStore(services).ensure(version);
    expect(await store.has(version)).toBe(true);
    await expectStore('v1');
  });

  test('keep it from being exchanged by what a cache restores', async () => {
    const version = await stored('v1');
    await withTransfer(store.directory, 'a test', async (entry) => {
      expect(await new TemplateTransfer(store).stage(version, entry)).toBeUndefined();
      // The staged image is a link: what is altered must be another file.
      await rm(store.path(version));
      await makeImage(store.path(version), 9);
      const altered = await readFile(store.path(version));
      expect(await new TemplateTransfer(store).accept(version, entry)).toBe('the store has one already');
      expect(Buffer.compare(await readFile(store.path(version)), altered)).toBe(0);
    });
  });

  test('a record that cannot be read stops pruning: nobody knows what is in use', async () => {
    await stored('v1');
    await environment(paths().environmentsDir, 'a'.repeat(32), image);
    await writeFile(join(paths().environmentsDir, `${'a'.repeat(32)}.json`), '{');
    const attempt = pruneStore(store.directory, { unused: true }, { users: () => imageUsers({ paths: paths() }) });
    await expect(attempt).rejects.toMatchObject({ code: 'FILE_BROKEN' });
    await expectStore('v1');
  });
});
