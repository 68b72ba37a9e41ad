import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepare } from '../../../../src/environment/preview.ts';
import { createLogger, type LockOptions, lockInitFile, planInitFile } from '../../../../src/index.ts';
import { type EntryFiles, entryFiles, writeMark } from '../../../../src/templates/entry.ts';
import { domain, MGMT } from '../../../support/plan.ts';

let root: string;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lago-lock-'));
  said = [];
  repository({ debian12: { v1: 'aa' } });
  initFile(['debian12']);
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes the repository: templates with their versions, oldest first, and the byte that fills the hash of each. */
function repository(templates: Readonly<Record<string, Readonly<Record<string, string>>>>, name = 'ours'): void {
  const images = join(root, 'images');
  mkdirSync(images, { recursive: true });
  const entries = Object.entries(templates).map(([template, versions]) => {
    const listed = Object.entries(versions).map(([version, byte], index) => {
      const handle = `${template}-${version}.qcow2`;
      writeFileSync(join(images, handle), '');
      if (byte !== '') writeFileSync(join(images, `${handle}.hash`), byte.repeat(32));
      return [version, { source: 'here', handle, timestamp: index }];
    });
    return [template, { versions: Object.fromEntries(listed) }];
  });
  const sources = { here: { type: 'file', args: { root: images } } };
  writeFileSync(join(root, 'repo.json'), JSON.stringify({ name, sources, templates: Object.fromEntries(entries) }));
}

/** Writes an init file with a VM over each template (`name` or `name:version`). */
function initFile(names: readonly string[], build: readonly object[] = []): void {
  const domains = names.map((wanted, index) => {
    const [name, version] = wanted.split(':');
    const disk = {
      ...{ name: 'root', type: 'template', template_type: 'lago', template_name: name, dev: 'vda', format: 'qcow2' },
      ...(version === undefined ? {} : { template_version: version }),
      ...(build.length === 0 ? {} : { build }),
    };
    return [`vm${index}`, domain(['mgmt'], { disks: [disk] })];
  });
  const content = { domains: Object.fromEntries(domains), nets: { mgmt: MGMT } };
  writeFileSync(join(root, 'LagoInitFile'), JSON.stringify(content, null, 1));
}

/** Puts the record of an image into the store. */
function store(id: `${string}:${string}:${string}`, more: object): EntryFiles {
  const directory = join(root, 'state', 'store');
  mkdirSync(directory, { recursive: true });
  const [repository = '', template = '', version = ''] = id.split(':');
  const files = entryFiles(directory, { repository, template, version });
  const record = { version: 1, id, format: 'qcow2', sha256: 'ee'.repeat(32), hashIsOfImage: false, fetchedAt: '' };
  writeFileSync(files.record, JSON.stringify({ ...record, ...more }));
  return files;
}

function options(more: LockOptions = {}): LockOptions {
  const log = createLogger((event) => event.kind === 'message' && said.push(event.text));
  return {
    ...{ cwd: root, log, env: {}, stateDir: join(root, 'state'), templateRepos: ['repo.json'] },
    ...{ libvirtUrl: 'qemu+unix:///system?socket=/nowhere' },
    ...more,
  };
}

const lockPath = () => join(root, 'LagoInitFile.lock');
const lockText = () => readFileSync(lockPath(), 'utf8');

/** Versions of the templates that a plan has. */
async function planned(more: LockOptions = {}): Promise<readonly string[]> {
  const { plan } = await planInitFile(options(more));
  return [...plan.domains.values()].flatMap(({ disks }) =>
    disks.map(({ source }) => (source.kind === 'template' ? source.backingFile.replace(/.*\//, '') : '')),
  );
}

describe('lago lock', () => {
  test('writes what the templates stand for, sorted, and the same again', async () => {
    repository({ debian12: { v1: 'aa', v2: 'bb' }, alpine: { x: 'cc' } });
    initFile(['debian12', 'alpine:x', 'debian12', 'debian12:v1']);
    expect(await lockInitFile(options())).toMatchObject({ file: lockPath(), current: false });
    const { templates } = JSON.parse(lockText()) as { readonly templates: readonly object[] };
    const ours = { repository: 'ours', arch: 'x86_64' };
    expect(templates).toEqual([
      {
        ...ours,
        name: 'alpine',
        requested: 'x',
        template: 'alpine',
        version: 'x',
        hash: `sha256:${'cc'.repeat(32)}`,
        origin: 'images/alpine-x.qcow2',
      },
      {
        ...ours,
        name: 'debian12',
        template: 'debian12',
        version: 'v2',
        hash: `sha256:${'bb'.repeat(32)}`,
        origin: 'images/debian12-v2.qcow2',
      },
      {
        ...ours,
        name: 'debian12',
        requested: 'v1',
        template: 'debian12',
        version: 'v1',
        hash: `sha256:${'aa'.repeat(32)}`,
        origin: 'images/debian12-v1.qcow2',
      },
    ]);
    const first = lockText();
    initFile(['debian12:v1', 'debian12', 'alpine:x']);
    expect(await lockInitFile(options())).toMatchObject({ current: true, diff: [] });
    expect(lockText()).toBe(first);
  });

  test('only compares with `check`', async () => {
    expect((await lockInitFile(options({ check: true }))).current).toBe(false);
    expect(existsSync(lockPath())).toBe(false);
    await lockInitFile(options());
    const before = lockText();
    repository({ debian12: { v1: 'aa', v2: 'bb' } });
    const { current, diff } = await lockInitFile(options({ check: true }));
    expect(current).toBe(false);
    expect(diff).toEqual([
      '-       "version": "v1",',
      `-       "hash": "sha256:${'aa'.repeat(32)}",`,
      '-       "origin": "images/debian12-v1.qcow2"',
      '+       "version": "v2",',
      `+       "hash": "sha256:${'bb'.repeat(32)}",`,
      '+       "origin": "images/debian12-v2.qcow2"',
    ]);
    expect(lockText()).toBe(before);
  });

  test('leaves paths of this host out', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'lago-lock-'));
    writeFileSync(join(elsewhere, 'a.qcow2'), '');
    const versions = { v1: { source: 'there', handle: 'a.qcow2', timestamp: 1 } };
    const sources = { there: { type: 'file', args: { root: elsewhere } } };
    writeFileSync(
      join(root, 'repo.json'),
      JSON.stringify({ name: 'ours', sources, templates: { debian12: { versions } } }),
    );
    await lockInitFile(options());
    expect(lockText()).not.toContain('/');
    expect(said.join('\n')).toContain('gives no hash for ours:debian12:v1: only its version is pinned');
    rmSync(elsewhere, { recursive: true });
  });

  test('does not take a template for granted', async () => {
    initFile(['nobody-has-this']);
    await expect(lockInitFile(options({ templateRepos: [] }))).rejects.toMatchObject({ code: 'TEMPLATE_REPO_MISSING' });
    expect(existsSync(lockPath())).toBe(false);
  });

  test('replaces a link instead of writing through it, and shows nobody what it leads to', async () => {
    const secret = join(root, 'secret');
    writeFileSync(secret, 'hunter2\n');
    symlinkSync(secret, lockPath());
    const { diff } = await lockInitFile(options({ check: true }));
    expect(diff.join('\n')).not.toContain('hunter2');
    await lockInitFile(options());
    expect(readFileSync(secret, 'utf8')).toBe('hunter2\n');
    expect(lockText()).toContain('debian12');
  });
});

describe('an init file with a lock file', () => {
  beforeEach(async () => {
    await lockInitFile(options());
    said = [];
    repository({ debian12: { v1: 'aa', v2: 'bb' } });
  });

  test.each([false, true])('gets the pinned versions, frozen: %s', async (frozen) => {
    expect(await planned({ frozen })).toEqual(['ours:debian12:v1']);
  });

  test('gets the newest again without it', async () => {
    rmSync(lockPath());
    expect(await planned()).toEqual(['ours:debian12:v2']);
  });

  test('may name what is not pinned, which is mentioned', async () => {
    initFile(['debian12', 'debian12:v2']);
    expect(await planned()).toEqual(['ours:debian12:v1', 'ours:debian12:v2']);
    expect(said).toContain(
      `the template debian12:v2 (x86_64) is not in the lock file ${lockPath()}: \`lago lock\` puts it there`,
    );
  });

  test('takes the pinned repository, whichever comes first', async () => {
    const other = join(root, 'other.json');
    const sources = { here: { type: 'file', args: { root: join(root, 'images') } } };
    const versions = { v9: { source: 'here', handle: 'debian12-v1.qcow2', timestamp: 9 } };
    writeFileSync(other, JSON.stringify({ name: 'other', sources, templates: { debian12: { versions } } }));
    expect(await planned({ templateRepos: ['other.json', 'repo.json'] })).toEqual(['ours:debian12:v1']);
  });

  test.each([false, true])('refuses a version with other content, frozen: %s', async (frozen) => {
    repository({ debian12: { v1: 'dd' } });
    await expect(planned({ frozen })).rejects.toMatchObject({
      code: 'LOCK_FILE_OUTDATED',
      exitCode: 2,
      hint: expect.stringContaining('lago lock'),
      message: expect.stringMatching(
        /LagoInitFile\.lock:5: the template debian12 is pinned to ours:debian12:v1, but its repository now gives the hash sha256:d+ instead of sha256:a+$/,
      ),
    });
  });

  test('holds the store to what is pinned', async () => {
    const prepared = await prepare(options(), { guess: true });
    const hash = { algorithm: 'sha256', value: 'aa'.repeat(32) };
    expect(prepared.catalogue.versions).toMatchObject([{ version: 'v1', hash, isPinned: true }]);
    rmSync(lockPath());
    const { catalogue } = await prepare(options(), { guess: true });
    expect(catalogue.versions[0]).not.toHaveProperty('isPinned');
  });

  test('takes from the store what is pinned, by its hash, without any repository', async () => {
    const hash = { algorithm: 'sha256', value: 'aa'.repeat(32) } as const;
    const files = store('ours:debian12:v1', { hash });
    writeFileSync(files.image, '');
    await writeMark(files, files.image, hash);
    expect(await planned({ frozen: true, templateRepos: [] })).toEqual(['ours:debian12:v1']);
    store('ours:debian12:v1', { hash: { ...hash, value: 'dd'.repeat(32) } });
    await expect(planned({ frozen: true, templateRepos: [] })).rejects.toMatchObject({ code: 'LOCK_FILE_OUTDATED' });
  });

  test('says when a version is gone', async () => {
    repository({ debian12: { v2: 'bb' } });
    await expect(planned()).rejects.toMatchObject({
      code: 'LOCK_FILE_OUTDATED',
      message: expect.stringMatching(/LagoInitFile\.lock:5: .*no template repository has this version any more/),
    });
  });
});

describe('a frozen init file', () => {
  test('needs a lock file', async () => {
    await expect(planned({ frozen: true })).rejects.toMatchObject({
      code: 'LOCK_FILE_MISSING',
      message: `there is no lock file ${lockPath()}, which \`frozen\` takes`,
      exitCode: 2,
    });
  });

  test('says of all templates that are not pinned where they are', async () => {
    await lockInitFile(options());
    repository({ debian12: { v1: 'aa' }, alpine: { x: 'cc' }, fedora: { y: 'ee' } });
    initFile(['alpine', 'debian12', 'fedora']);
    await expect(planned({ frozen: true })).rejects.toMatchObject({
      code: 'LOCK_FILE_OUTDATED',
      message: expect.stringMatching(
        /LagoInitFile:\d+: the template alpine \(x86_64\) is not in the lock file\n {2}.*LagoInitFile:\d+: the template fedora/,
      ),
    });
  });
});

describe('layers', () => {
  const steps = [{ 'virt-customize': { upload: 'motd:/etc/motd', install: 'make' } }];
  const layers = () => (JSON.parse(lockText()) as { readonly layers: readonly { readonly key: string }[] }).layers;
  beforeEach(async () => {
    writeFileSync(join(root, 'motd'), 'hello');
    initFile(['debian12', 'debian12'], steps);
    await lockInitFile(options());
  });

  test('are pinned by the keys that they will have', async () => {
    expect(layers()).toMatchObject([
      { vm: 'vm0', disk: 'root', arch: 'x86_64', key: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { vm: 'vm1', disk: 'root', arch: 'x86_64', key: layers()[0]?.key },
    ]);
    expect(await planned({ frozen: true })).toHaveLength(2);
    expect(existsSync(join(root, 'state'))).toBe(false);
  });

  test('with other steps, or other files in them, are refused when frozen', async () => {
    const refused = (reason: RegExp) => ({ code: 'LOCK_FILE_OUTDATED', message: expect.stringMatching(reason) });
    writeFileSync(join(root, 'motd'), 'bye');
    await expect(planned({ frozen: true })).rejects.toMatchObject(
      refused(/\.lock:\d+: the layer of vm0\/root is pinned to .*\n.*\.lock:\d+: the layer of vm1\/root/),
    );
    expect(await planned()).toHaveLength(2);
    writeFileSync(join(root, 'motd'), 'hello');
    initFile(['debian12', 'debian12', 'debian12'], steps);
    await expect(planned({ frozen: true })).rejects.toMatchObject(
      refused(/LagoInitFile:\d+: the layer of vm2\/root \(x86_64\) is not in the lock file$/),
    );
  });

  test('over a template without a hash are not pinned, be it in the store or not', async () => {
    repository({ debian12: { v1: '' } });
    rmSync(join(root, 'images', 'debian12-v1.qcow2.hash'));
    await lockInitFile(options());
    expect(layers()).toEqual([]);
    store('ours:debian12:v1', {});
    expect(await planned({ frozen: true })).toHaveLength(2);
    expect(await lockInitFile(options({ check: true }))).toMatchObject({ current: true });
  });

  test('are pinned over what the lock file pins, whatever the store has', async () => {
    store('ours:debian12:v1', { hash: { algorithm: 'sha256', value: 'dd'.repeat(32) } });
    expect(await planned({ frozen: true })).toHaveLength(2);
    expect(await lockInitFile(options({ check: true }))).toMatchObject({ current: true });
  });

  test('leave passwords out of the lock file', async () => {
    initFile(['debian12'], [{ 'virt-customize': { 'root-password': 'password:hunter2', install: 'make' } }]);
    await lockInitFile(options());
    expect(lockText()).not.toContain('hunter2');
  });
});

describe('a lock file that cannot be used', () => {
  const entry = { name: 'debian12', arch: 'x86_64', repository: 'ours', template: 'debian12', version: 'v1' };
  const with_ = (change: object) => JSON.stringify({ version: 1, templates: [{ ...entry, ...change }], layers: [] });

  test.each([
    ['text', 'root:x:0:0:secret', 'it is not JSON'],
    ['a merge with conflicts', '<<<<<<< HEAD\n{}\n', 'it is not JSON: it has conflicts of a merge in it'],
    ['another version', '{"version":2,"templates":[],"layers":[]}', 'version is not as expected'],
    ['a name that is a path', with_({ repository: '../..' }), 'templates.0.repository is not as expected'],
    ['a name with a colon', with_({ version: 'a:b' }), 'templates.0.version is not as expected'],
    ['a version as a file of the store', with_({ version: 'v1.tmp' }), 'templates.0.version is not as expected'],
    ['a hash of another length', with_({ hash: 'sha256:abcd' }), 'templates.0.hash is not as expected'],
    ['too much', `"${'x'.repeat(1024 * 1024)}"`, 'it is larger than 1048576 bytes'],
  ])('for %s', async (_what, text, reason) => {
    writeFileSync(lockPath(), text);
    await expect(planned()).rejects.toMatchObject({
      code: 'LOCK_FILE_INVALID',
      message: `the lock file ${lockPath()} cannot be used: ${reason}`,
    });
  });

  test('for a pipe, without waiting, and for a directory', async () => {
    execFileSync('mkfifo', [lockPath()]);
    await expect(planned()).rejects.toMatchObject({ code: 'LOCK_FILE_INVALID' });
    rmSync(lockPath());
    mkdirSync(lockPath());
    await expect(planned()).rejects.toMatchObject({ code: 'LOCK_FILE_INVALID' });
  });
});
