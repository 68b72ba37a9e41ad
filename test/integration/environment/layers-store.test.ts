import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Environment, init, listLayers, pruneLayers } from '../../../src/index.ts';
import { chainOf } from '../../support/disk-files.ts';
import { type FakeCustomize, fakeCustomize } from '../../support/fake-customize.ts';
import { expectNothingLeft, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { lago, outcome, output, start, written } from '../cli/support.ts';

let box: Sandbox;
let fake: FakeCustomize;
let layersDir: string;
beforeAll(() => {
  box = sandbox();
  fake = fakeCustomize(join(box.root, 'bin'));
  layersDir = join(box.root, 'state/store/layers');
});
afterEach(async () => {
  fake.hold(false);
  await expectNothingLeft(box);
});
afterAll(() => {
  fake.restore();
  box.remove();
});

const json = async (...argv: string[]) => JSON.parse(await output(box, ['-f', 'json', ...argv])) as unknown;
const files = () => (existsSync(layersDir) ? readdirSync(layersDir).sort() : []);
const run = (...commands: string[]) => ({ 'virt-customize': { 'run-command': commands } });
const FAILING = { mkdir: '/srv/first', 'run-command': 'fail' };
const image = (env: Environment, vm: string) => env.plan.domains.get(vm)?.disks[0]?.path ?? '';
const layerOf = (env: Environment, vm: string) => basename(chainOf(image(env, vm))[1] ?? '');

/** Writes an init file whose machines have builds of their own. */
function withBuilds(builds: Readonly<Record<string, readonly unknown[]>>, more: object = {}): void {
  const file = JSON.parse(microFile(Object.keys(builds)));
  for (const [name, build] of Object.entries(builds)) Object.assign(file.domains[name].disks[0], { build }, more);
  box.write('LagoInitFile', JSON.stringify(file, null, 2));
}

it('shows layers, and prunes none that is in use', async () => {
  withBuilds({ web: [{ 'virt-customize': { install: 'vim,git', 'root-password': 'password:geheim' } }, run('x')] });
  await output(box, ['init']);
  const listed = await lago(box, ['-f', 'json', 'layers', 'list']);
  const [layer] = JSON.parse(listed.out) as Record<string, string>[];
  expect(layer).toMatchObject({ steps: 2, base: expect.stringContaining('lago-action-test:micro:') });
  const { key = '', used_by: uuid = '' } = layer ?? {};
  expect(files()).toEqual([key, `${key}.record`]);
  const [shown] = (await json('layers', 'show', key.slice(0, 8))) as object[];
  expect(shown).toMatchObject({
    secret: true,
    used_by: [uuid],
    steps: [{ summary: 'install vim,git; root-password' }, { summary: 'run-command', key }],
  });
  expect(JSON.stringify(shown)).not.toContain('geheim');
  expect(await lago(box, ['layers', 'show', 'ffff'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('LAYER_UNKNOWN'),
  });
  const kept = await lago(box, ['layers', 'prune', '--unused', '--older-than', '1s', '--max-size', '1']);
  expect(kept).toMatchObject({ code: 0, out: '' });
  expect(kept.err).toContain(`${key.slice(0, 12)} stays: disks of ${uuid.slice(0, 8)} lie over it`);
  await output(box, ['status']);
  await output(box, ['destroy', '-y']);
  expect(await json('layers', 'prune', '--unused', '--dry-run')).toEqual([expect.objectContaining({ key })]);
  expect(files()).toHaveLength(2);
  expect(await json('layers', 'prune', '--unused')).toEqual([expect.objectContaining({ key })]);
  expect(files()).toEqual([]);
});

it('says which step failed, where it stands, and what it said; nothing is left but what the next attempt keeps', async () => {
  withBuilds({ web: [run('fine'), { 'virt-customize': FAILING }] });
  const { code, err } = await lago(box, ['init']);
  expect(code).toBe(1);
  const line = readFileSync(join(box.common.cwd, 'LagoInitFile'), 'utf8')
    .split('\n')
    .findIndex((text) => text.includes('/srv/first'));
  expect(err).toMatch(
    new RegExp(`disk root of VM web at build entry 2 \\(LagoInitFile:(?:${line}|${line - 1})\\), option run-command`),
  );
  expect(err).toContain('make: not found');
  expect(err).not.toContain('If reporting bugs');
  expect(err).toMatch(/web\/root: what comes before build entry 2 \(LagoInitFile:\d+\) is kept the next time/);
  expect(files()).toEqual(['wanted']);
  expect(await json('layers', 'list')).toEqual([]);
  await output(box, ['layers', 'prune', '--unused']);
  expect(files()).toEqual([]);
});

it('builds what comes before an entry once more at most, when that entry fails or is edited', async () => {
  const before = fake.calls().length;
  /** What each start of the appliance ran since. */
  const built = () =>
    fake
      .calls()
      .slice(before)
      .map((call) => [...call.matchAll(/--run-command=(\w+)/g)].map(([, word]) => word));
  const build = async (...words: string[]) => {
    // The fake program says that it makes a directory before it fails.
    const entries = words.map((word) => (word === 'fail' ? { 'virt-customize': FAILING } : run(word)));
    withBuilds({ web: entries });
    const env = await init(box.options);
    expect(chainOf(image(env, 'web'))).toHaveLength(3);
    await env.destroy();
  };
  await expect(build('long', 'fail')).rejects.toMatchObject({ code: 'GUESTFS_FAILED' });
  await build('long', 'mended');
  expect(built()).toEqual([['long', 'fail'], ['long'], ['mended']]);
  await build('long', 'edited');
  expect(built().slice(3)).toEqual([['edited']]);
  await build('one', 'two', 'three');
  await build('one', 'two', 'four');
  await build('one', 'two', 'five');
  expect(built().slice(4)).toEqual([['one', 'two', 'three'], ['one', 'two'], ['four'], ['five']]);
  await pruneLayers({ ...box.common, unused: true });
  expect(files()).toEqual([]);
});

it('builds what two machines have in common once, and anew without the cache', async () => {
  const before = fake.calls().length;
  withBuilds({ a: [run('common'), run('a')], b: [run('common'), run('b')], c: [run('common'), run('b')] });
  const env = await init(box.options);
  const calls = fake.calls().slice(before);
  expect(calls.map((call) => /--run-command=(\w+)/.exec(call)?.[1])).toEqual(
    expect.arrayContaining(['common', 'a', 'b']),
  );
  expect(calls).toHaveLength(3);
  expect(layerOf(env, 'b')).toBe(layerOf(env, 'c'));
  for (const vm of ['a', 'b', 'c']) expect(chainOf(image(env, vm))).toHaveLength(3);
  const inUse = await init({ ...box.options, workdir: join(box.root, 'work/second'), noCache: true });
  expect(box.messages('info').join('\n')).toContain('a/root: its layer is in use');
  expect(chainOf(image(inUse, 'a'))).toHaveLength(2);
  await inUse.destroy();
  const made = (await listLayers(box.common)).map(({ created }) => created.getTime());
  await env.destroy();
  const fresh = await init({ ...box.options, noCache: true });
  expect(fake.calls().length).toBe(before + 3 + 3 + 3);
  const remade = (await listLayers(box.common)).map(({ created }) => created.getTime());
  expect(Math.min(...remade)).toBeGreaterThan(Math.max(...made));
  await fresh.destroy();
  await pruneLayers({ ...box.common, unused: true });
});

it.each([
  ['the next build', async () => {}],
  ['pruning', async () => void (await output(box, ['layers', 'prune', '--older-than', '30d']))],
])('leaves nothing when it is killed in a build, after %s', async (what, clean) => {
  fake.hold(true);
  withBuilds({ web: [run('wait')] });
  const before = fake.calls().length;
  const child = start(box, ['init']);
  await expect.poll(() => fake.calls().length, { timeout: 60_000 }).toBe(before + 1);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(files().filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
  await clean();
  if (what === 'pruning') expect(files()).toEqual([]);
  fake.hold(false);
  const env = await init({ ...box.options, workdir: join(box.root, 'work/next') });
  const key = layerOf(env, 'web');
  expect(files()).toEqual([key, `${key}.record`]);
  await env.destroy();
  await output(box, ['reap']);
  await pruneLayers({ ...box.common, unused: true });
});

it('is built by one of two processes; the other says what it waits for, and neither is disturbed by pruning', async () => {
  fake.hold(true);
  withBuilds({ web: [run('wait')] });
  const before = fake.calls().length;
  const one = start(box, ['init', 'one', 'LagoInitFile']);
  await expect.poll(() => fake.calls().length, { timeout: 60_000 }).toBe(before + 1);
  const other = start(box, ['init', 'other', 'LagoInitFile']);
  const results = [outcome(one), outcome(other)];
  await written(other, 'stderr', 'waiting for the layer ');
  expect(await pruneLayers({ ...box.common, unused: true })).toMatchObject({ removed: [], swept: [] });
  fake.hold(false);
  const [first, second] = await Promise.all(results);
  expect([first?.code, second?.code], `${first?.err} ${second?.err}`).toEqual([0, 0]);
  expect(second?.err).toMatch(/waiting for the layer [0-9a-f]{12} of web\/root, held by process \d+/);
  expect(fake.calls().length).toBe(before + 1);
  expect(files()).toHaveLength(2);
  for (const workdir of ['one', 'other']) await output(box, ['-w', workdir, 'destroy', '-y']);
  await pruneLayers({ ...box.common, unused: true });
});

it('leaves nothing when a build is cancelled', async () => {
  fake.hold(true);
  withBuilds({ web: [run('wait')] });
  const before = fake.calls().length;
  const abort = new AbortController();
  const cancelled = init({ ...box.options, signal: abort.signal });
  const outcomeOfInit = expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED', exitCode: 130 });
  await expect.poll(() => fake.calls().length, { timeout: 60_000 }).toBe(before + 1);
  abort.abort();
  await outcomeOfInit;
  expect(files()).toEqual([]);
});

it('exports a disk over a layer with what is in it', async () => {
  withBuilds({ web: [run('exported')] });
  const env = await init(box.options);
  const original = join(box.root, 'original.raw');
  execFileSync('qemu-img', ['convert', '-O', 'raw', image(env, 'web'), original]);
  const report = await env.exportVms({ directory: join(box.root, 'exported') });
  await env.destroy();
  await pruneLayers({ ...box.common, unused: true });
  const again = await init({ ...box.options, initFile: report.initFile ?? '' });
  execFileSync('qemu-img', ['compare', '-f', 'raw', '-F', 'qcow2', original, image(again, 'web')]);
  await again.destroy();
});

it('starts, snapshots and reverts machines over a layer', async () => {
  withBuilds({ web: [{ 'virt-customize': { timezone: 'Etc/UTC' } }] });
  const env = await init(box.options);
  await env.start();
  await env.snapshot('before');
  await env.vm('web').ssh('echo changed >/root/changed');
  await env.revert('before');
  expect((await env.vm('web').ssh('test -e /root/changed', { check: false })).code).not.toBe(0);
  const [layer] = await listLayers(box.common);
  expect(layer?.usedBy).toEqual([env.uuid]);
  await env.destroy();
  await pruneLayers({ ...box.common, unused: true });
});

it('never uses a layer over other content than it was built over', async () => {
  const directory = join(box.root, 'repository');
  mkdirSync(directory);
  const own = join(directory, 'own.qcow2');
  const publish = (content: number) => {
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', own, '16M']);
    execFileSync('qemu-io', ['-c', `write -q -P ${content} 0 64k`, own]);
    const sha256 = execFileSync('sha256sum', [own], { encoding: 'utf8' }).slice(0, 64);
    writeFileSync(`${own}.hash`, sha256);
    writeFileSync(`${own}.metadata`, JSON.stringify({ provision: 'smbios' }));
  };
  const templates = { own: { versions: { v1: { source: 'here', handle: 'own.qcow2', timestamp: 1 } } } };
  const sources = { here: { type: 'file', args: { root: directory } } };
  const repository = join(directory, 'repo.json');
  writeFileSync(repository, JSON.stringify({ name: 'mine', sources, templates }));
  const options = { ...box.options, templateRepos: [repository] };
  withBuilds({ web: [run('over')] }, { template_name: 'own' });
  const first = async () => {
    const env = await init(options);
    const key = layerOf(env, 'web');
    const bytes = execFileSync('qemu-io', ['-r', '-f', 'qcow2', '-c', 'read -v 0 16', image(env, 'web')]);
    await env.destroy();
    return { key, byte: /0{8}: {2}([0-9a-f]{2})/.exec(bytes.toString())?.[1] };
  };
  publish(1);
  const one = await first();
  expect(one.byte).toBe('01');
  // Somebody wrote to the image in the store: it is fetched anew, and the layer fits again.
  const stored = join(box.root, 'state/store/mine:own:v1');
  execFileSync('qemu-io', ['-c', 'write -q -P 9 0 64k', stored]);
  const calls = fake.calls().length;
  expect(await first()).toEqual(one);
  expect(fake.calls().length).toBe(calls);
  // The repository has other content under the same version, and the store does not have the old one any more.
  publish(2);
  await output(box, ['templates', 'prune', '--unused']);
  execFileSync('rm', ['-f', stored]);
  const other = await first();
  expect(other.byte).toBe('02');
  expect(other.key).not.toBe(one.key);
  await pruneLayers({ ...box.common, unused: true });
});

it('leaves a layer that has lost its record to those over it, and prunes it after them', async () => {
  withBuilds({ web: [run('lost')] });
  const env = await init(box.options);
  const key = layerOf(env, 'web');
  const layer = join(layersDir, key);
  const before = readFileSync(layer);
  writeFileSync(`${layer}.record`, '');
  const calls = fake.calls().length;
  const other = await init({ ...box.options, workdir: join(box.root, 'work/beside') });
  expect(fake.calls()).toHaveLength(calls + 1);
  expect(chainOf(image(other, 'web')).map((file) => basename(file))).not.toContain(key);
  expect(JSON.stringify(box.events)).toContain('was altered, and disks lie over it');
  await other.destroy();
  expect((await pruneLayers({ ...box.common, unused: true })).swept).toEqual([]);
  expect(readFileSync(layer)).toEqual(before);
  await env.destroy();
  expect((await pruneLayers({ ...box.common, unused: true })).swept).toEqual([key]);
  expect(files()).toEqual([]);
});

it('builds on the disks themselves when the store is read-only, and uses the layers that it has', async () => {
  const templateStore = join(box.root, 'elsewhere');
  mkdirSync(templateStore);
  const options = { ...box.options, templateStore };
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=755', 'none', templateStore]);
  try {
    withBuilds({ web: [run('here')] });
    const before = fake.calls().length;
    const env = await init(options);
    await env.destroy();
    execFileSync('mount', ['-o', 'remount,ro', templateStore]);
    const used = await init(options);
    expect(chainOf(image(used, 'web'))).toHaveLength(3);
    expect(fake.calls().length).toBe(before + 1);
    await used.destroy();
    withBuilds({ web: [run('here'), run('there')] });
    const direct = await init(options);
    expect(chainOf(image(direct, 'web'))).toHaveLength(2);
    expect(box.messages('warning').join('\n')).toContain('lacks the layers of web/root');
    await direct.destroy();
  } finally {
    execFileSync('umount', ['--lazy', templateStore]);
  }
});

it('says that the disk is full when a build fills it, and leaves nothing', async () => {
  const templateStore = join(box.root, 'full');
  mkdirSync(templateStore);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100m,mode=755', 'none', templateStore]);
  try {
    withBuilds({ web: [run('fill')] });
    await expect(init({ ...box.options, templateStore })).rejects.toMatchObject({ code: 'DISK_FULL', exitCode: 2 });
    expect(readdirSync(join(templateStore, 'layers'))).toEqual([]);
  } finally {
    execFileSync('umount', ['--lazy', templateStore]);
  }
});
