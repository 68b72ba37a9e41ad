import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import { type CacheUse, type InitOptions, init, lockInitFile, type TemplateCache } from '../../../src/index.ts';
import { expectNothingLeft, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

let box: Sandbox;
let entries: string;
beforeAll(() => {
  box = sandbox();
  entries = join(box.root, 'cache');
});
afterEach(() => expectNothingLeft(box));
afterAll(() => box.remove());

/** A cache in a directory. */
function directoryCache(): TemplateCache & { readonly uses: CacheUse[] } {
  const uses: CacheUse[] = [];
  const copy = (from: string, to: string) => execFileSync('cp', ['-r', '--sparse=always', `${from}/.`, to]);
  return {
    uses,
    eager: true,
    restore: async (keys, directory) => {
      const key = keys.find((candidate) => existsSync(join(entries, candidate)));
      if (key !== undefined) copy(join(entries, key), directory);
      return key;
    },
    save: async (key, directory) => {
      execFileSync('mkdir', ['-p', join(entries, key)]);
      copy(directory, join(entries, key));
      return { saved: true };
    },
    report: (use) => uses.push(use),
  };
}

/** Makes an environment in a store of its own, and destroys it. */
async function initIn(store: string, more: InitOptions = {}) {
  const cache = directoryCache();
  const env = await init({
    ...box.options,
    templateStore: join(box.root, store),
    templateCache: cache,
    ...more,
  });
  const key = readFileSync(prefixPaths(env.prefix).publicKey, 'utf8').split(' ')[1] ?? '';
  await env.destroy();
  return { key, uses: cache.uses.map(({ kind, name, from }) => `${kind} ${name.replace(/:[^:]*$/, '')} from ${from}`) };
}

function withBuild(build: readonly object[]): string {
  const file = JSON.parse(microFile(['vm0']));
  file.domains.vm0.disks[0].build = build;
  return JSON.stringify(file, null, 1);
}

/** Whether an image has some text in it, as a guest would see it. */
function holds(image: string, text: string): boolean {
  const raw = join(box.root, 'raw');
  execFileSync('qemu-img', ['convert', '-O', 'raw', image, raw]);
  try {
    execFileSync('grep', ['--quiet', '--fixed-strings', '--text', text, raw]);
    return true;
  } catch {
    return false;
  } finally {
    execFileSync('rm', [raw]);
  }
}

it('brings templates and layers to another host, and keys of environments to none', async () => {
  box.write(
    'LagoInitFile',
    withBuild([{ 'virt-customize': { mkdir: '/root/.ssh', write: '/etc/marker:of-the-build', 'ssh-inject': '' } }]),
  );
  await lockInitFile({ ...box.options, libvirtUrl: 'qemu:///system' });
  const first = await initIn('one/store', { frozen: true });
  expect(first.uses).toEqual(['template lago-action-test:micro from source', 'layer vm0/root from source']);
  const second = await initIn('some/where/else', { frozen: true });
  expect(second.uses).toEqual(['template lago-action-test:micro from cache', 'layer vm0/root from cache']);
  const layers = join(box.root, 'some/where/else/layers');
  const [layer = ''] = readdirSync(layers).filter((name) => /^[0-9a-f]{64}$/.test(name));
  expect(holds(join(layers, layer), 'of-the-build')).toBe(true);
  for (const { key } of [first, second]) expect(holds(join(layers, layer), key)).toBe(false);
});

it('is frozen to its lock file, and makes nothing when that is out of date', async () => {
  box.write('LagoInitFile', withBuild([{ 'virt-customize': { write: '/etc/marker:of-another-build' } }]));
  await expect(initIn('one/store', { frozen: true })).rejects.toMatchObject({
    code: 'LOCK_FILE_OUTDATED',
    message: expect.stringContaining('the layer of vm0/root is pinned to'),
  });
});
