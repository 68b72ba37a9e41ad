import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecord, writeRecord } from '../../../src/environment/owner.ts';
import { currentPrefix, listPrefixes } from '../../../src/environment/prefix.ts';
import { createLogger, destroyEnvironments, knownNames, listPrefixNames, loadEnv } from '../../../src/index.ts';

let root: string;
let workdir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lago-removal-'));
  workdir = join(root, '.lago');
  for (const name of ['environments', 'leases', '.lago']) mkdirSync(join(root, name));
});
afterEach(() => rmSync(root, { recursive: true }));

const options = () => ({ stateDir: root, leaseDir: join(root, 'leases'), cwd: root });
const uuidOf = (name: string) => Buffer.from(name).toString('hex').padEnd(32, '0');

/** A prefix as far as its recognition goes; the first one is current. */
function prefix(name: string, files: Readonly<Record<string, string>> = {}): string {
  const directory = join(workdir, name);
  mkdirSync(join(directory, 'virt'), { recursive: true });
  const written = { uuid: uuidOf(name), initialized: '', ...files };
  for (const [file, text] of Object.entries(written)) writeFileSync(join(directory, file), text);
  if (!existsSync(join(workdir, 'current'))) symlinkSync(name, join(workdir, 'current'));
  return directory;
}

/** One with an owner record, so that it can be destroyed. @param broken makes the record unreadable. */
async function ours(name: string, broken = false): Promise<string> {
  const directory = prefix(name, { id_ed25519: '' });
  const uuid = uuidOf(name);
  await writeRecord(join(root, 'environments'), {
    ...{ version: 1, uuid, createdAt: new Date().toISOString(), phase: 'created', owner: { kind: 'workdir' } },
    ...{ prefix: directory, workdir, imagesDir: join(directory, 'images'), leaseDir: join(root, 'leases') },
    ...{ libvirtUrl: 'qemu:///system', started: false, domains: [], nets: [] },
  });
  if (broken) writeFileSync(join(root, 'environments', `${uuid}.json`), '{');
  return directory;
}

describe('destroy of a prefix without an owner record', () => {
  it('fails as every verb does there, and touches nothing', async () => {
    const directory = prefix('default', { id_ed25519: '' });
    for (const verb of [destroyEnvironments, loadEnv]) {
      await expect(verb(options())).rejects.toMatchObject({
        code: 'ENVIRONMENT_GONE',
        exitCode: 2,
        message: `the environment at ${directory} has no owner record in ${join(root, 'environments')}`,
        hint: expect.stringContaining('--state-dir'),
      });
    }
    expect(readdirSync(directory).sort()).toEqual(['id_ed25519', 'initialized', 'uuid', 'virt']);
    expect(readdirSync(join(root, 'environments'))).toEqual([]);
  });

  it('is fine with one that somebody else destroys while we ask', async () => {
    const directory = await ours('default');
    const confirm = async () => {
      expect(await destroyEnvironments({ ...options(), uuid: uuidOf('default') })).toEqual([uuidOf('default')]);
      return true;
    };
    expect(await destroyEnvironments({ ...options(), confirm })).toEqual([]);
    expect(existsSync(directory)).toBe(false);
  });

  it('is fine by the uuid of one that is gone', async () => {
    await ours('default');
    const uuid = uuidOf('default');
    expect(await destroyEnvironments({ ...options(), uuid })).toEqual([uuid]);
    expect(await destroyEnvironments({ ...options(), uuid })).toEqual([]);
  });
});

describe('destroy in a directory with an entry `uuid`', () => {
  it.each([
    ['a directory', () => mkdirSync(join(root, 'uuid'))],
    ['a file of the user', () => writeFileSync(join(root, 'uuid'), 'mine\n')],
    ['a file like ours, of the user', () => writeFileSync(join(root, 'uuid'), uuidOf('mine'))],
  ])('means the environment of that project: %s', async (_name, make) => {
    make();
    await ours('default');
    expect(await destroyEnvironments(options())).toEqual([uuidOf('default')]);
    expect(existsSync(join(root, 'uuid'))).toBe(true);
  });

  it('leaves a link above it alone', async () => {
    mkdirSync(join(root, 'real', 'project', 'uuid'), { recursive: true });
    symlinkSync('real', join(root, 'link'));
    await ours('default');
    const cwd = join(root, 'link', 'project');
    expect(await destroyEnvironments({ ...options(), cwd })).toEqual([uuidOf('default')]);
    expect(readlinkSync(join(root, 'link'))).toBe('real');
  });

  it.each([['initialized'], ['initialized', 'virt', 'id_ed25519']])('means a prefix without %s', async (...gone) => {
    await ours('other');
    const cwd = await ours('half');
    for (const name of gone) rmSync(join(cwd, name), { recursive: true });
    expect(await destroyEnvironments({ ...options(), cwd })).toEqual([uuidOf('half')]);
    expect(existsSync(join(workdir, 'other'))).toBe(true);
  });
});

describe('destroy of all prefixes', () => {
  it('does all that can be destroyed, and then says what the first of the others has', async () => {
    prefix('a');
    await ours('b');
    prefix('c', { id_rsa: '' });
    await ours('d', true);
    await ours('e');
    const said: string[] = [];
    const log = createLogger((event) => {
      if (event.kind === 'message' && event.level === 'error') said.push(event.text);
    });
    await expect(destroyEnvironments({ ...options(), log, allPrefixes: true })).rejects.toMatchObject({
      code: 'ENVIRONMENT_GONE',
      message: expect.stringContaining(join(workdir, 'a')),
    });
    expect(said).toEqual([expect.stringContaining(join(workdir, 'c')), expect.stringContaining(uuidOf('d'))]);
    expect(readdirSync(workdir).sort()).toEqual(['a', 'c', 'current', 'd']);
    expect(readlinkSync(join(workdir, 'current'))).toBe('a');
  });

  it('removes the workdir when nothing is left', async () => {
    for (const name of ['a', 'b']) await ours(name);
    expect(await destroyEnvironments({ ...options(), allPrefixes: true })).toEqual([uuidOf('a'), uuidOf('b')]);
    expect(existsSync(workdir)).toBe(false);
  });

  it('stops at a cancellation', async () => {
    for (const name of ['a', 'b']) await ours(name);
    const abort = new AbortController();
    abort.abort();
    const call = destroyEnvironments({ ...options(), allPrefixes: true, signal: abort.signal });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(workdir).sort()).toEqual(['a', 'b', 'current']);
  });
});

describe('a prefix that Lago in Python made', () => {
  const env = JSON.stringify({ nets: ['lago'], vms: ['vm0'] });

  it.each([
    ['whole', { id_rsa: '', metadata: '{"lago_version": "1.0.2"}', 'virt/env': env }],
    ['old, without metadata', { id_rsa: '', 'virt/env': env }],
    ['never finished', { id_rsa: '' }],
    ['without its key', { 'virt/env': env }],
  ])('is told as such, with what to do: %s', async (_name, files) => {
    const directory = prefix('default', files);
    const uuid = uuidOf('default');
    for (const verb of [destroyEnvironments, loadEnv]) {
      await expect(verb(options())).rejects.toMatchObject({
        code: 'PREFIX_OF_LAGO',
        exitCode: 2,
        message: `Lago in Python made ${directory}: its machines are not taken over`,
        hint: expect.stringMatching(new RegExp(`${uuid.slice(0, 8)}-\\*.*${uuid.slice(0, 4)}-\\*.*lago init`)),
      });
    }
    expect(existsSync(join(directory, 'uuid'))).toBe(true);
  });

  it('is known by its names all the same', () => {
    prefix('default', { id_rsa: '', 'virt/env': env });
    expect(listPrefixNames(options())).toMatchObject({ current: 'default', prefixes: ['default'] });
    expect(knownNames(options())).toMatchObject({ prefixes: ['default'], vms: ['vm0'] });
  });
});

describe('a prefix that is removed at this moment', () => {
  it.each([
    ['its uuid', 'uuid', 'has no file `uuid`: it is being removed'],
    ['its plan', 'virt/plan.json', 'is being removed or was never finished'],
  ])('by somebody who came as far as %s is told to be gone', async (_what, file, message) => {
    const directory = await ours('default');
    const environments = join(root, 'environments');
    const record = await readRecord(environments, uuidOf('default'));
    if (record) await writeRecord(environments, { ...record, phase: 'destroying' });
    rmSync(join(directory, file), { force: true });
    await expect(loadEnv(options())).rejects.toMatchObject({
      code: 'ENVIRONMENT_GONE',
      message: expect.stringContaining(message),
    });
  });

  it('is in no list of prefixes when its workdir went with it', () => {
    expect(listPrefixes(join(root, 'nothing'))).toEqual([]);
    expect(currentPrefix(join(root, 'nothing'))).toBeUndefined();
  });
});
