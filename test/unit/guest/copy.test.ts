import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GuestConnection } from '../../../src/guest/connection.ts';
import { copyFrom } from '../../../src/guest/copy-from.ts';
import { copyTo } from '../../../src/guest/copy-to.ts';
import { connectTo, temporaryDirectory } from './support/guest.ts';
import { startServer, type TestServer } from './support/ssh-server.ts';
import { smallGuest } from './support/tools.ts';
import { makeTree, readTree, type Tree } from './support/tree.ts';

const LONG = `${'long-directory-name/'.repeat(9)}${'file-name-'.repeat(12)}`;

const TREE: Tree = {
  'a file': 'file 640 hello',
  'exec.sh': 'file 755 #!/bin/sh',
  empty: 'file 600 ',
  dir: 'dir 750',
  'dir/.hidden': 'file 644 x',
  'dir/empty': 'dir 700',
  'dir/up': 'link ../exec.sh',
  'dir/dir-link': 'link ../dir',
  'ünï-código-日本': 'file 644 utf-8',
  '-rf': 'file 644 hyphen',
  'qu\'ote"s $(x)': 'file 644 quotes',
};

/** Guests by the tar they have. */
const GUESTS = ['gnu', 'busybox', 'none'] as const;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let guest: GuestConnection;
/** Paths of this machine and of the guest; the guest's home is `remote`. */
let local: string;
let remote: string;

async function start(tar: (typeof GUESTS)[number]): Promise<void> {
  const env = tar === 'gnu' ? undefined : await smallGuest(directory.path, tar);
  server = await startServer({ cwd: remote, ...(env ? { env } : {}) });
  guest = connectTo(server.port);
}

beforeEach(async () => {
  directory = await temporaryDirectory();
  local = join(directory.path, 'local');
  remote = join(directory.path, 'remote');
  await mkdir(local);
  await mkdir(remote);
});

afterEach(async () => {
  await guest?.close();
  await server?.[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

describe.each(GUESTS)('copyTo a guest with tar: %s', (tar) => {
  beforeEach(() => start(tar));

  it('copies a directory with all that is in it, to a new name', async () => {
    await makeTree(join(local, 'src'), { ...TREE, [LONG]: 'file 644 long' });
    const report = await copyTo(guest, join(local, 'src'), join(remote, 'new'));
    expect(await readTree(join(remote, 'new'))).toEqual(await readTree(join(local, 'src')));
    // The directory itself, what the tree names, and the nine directories above the file with the long name.
    expect(report).toMatchObject({ skipped: [], files: 1 + Object.keys(TREE).length + 10 });
    expect(report.bytes).toBe(5 + 9 + 1 + 5 + 6 + 6 + 4);
  });

  it('copies a directory into an existing one, under its name', async () => {
    await makeTree(join(local, 'src'), { x: 'file 644 x' });
    await copyTo(guest, `${join(local, 'src')}/`, '.');
    expect(await readTree(remote)).toEqual({ src: 'dir 755', 'src/x': 'file 644 x' });
  });

  it('merges into what is there and leaves its permissions alone', async () => {
    await makeTree(join(local, 'src'), { x: 'file 644 new', 'y/z': 'file 644 z' });
    await makeTree(join(remote, 'src'), { x: 'file 600 old', other: 'file 644 kept' });
    execFileSync('chmod', ['1777', join(remote, 'src')]);
    await copyTo(guest, join(local, 'src'), remote);
    expect(await readTree(remote)).toEqual({
      src: 'dir 1777',
      'src/x': 'file 644 new',
      'src/y': 'dir 755',
      'src/y/z': 'file 644 z',
      'src/other': 'file 644 kept',
    });
  });

  it('copies what is in a directory when its path ends in /.', async () => {
    await makeTree(join(local, 'src'), { x: 'file 644 x' });
    await copyTo(guest, `${join(local, 'src')}/.`, remote);
    expect(await readTree(remote)).toEqual({ x: 'file 644 x' });
  });

  it('copies a file to a name, into a directory and over a file', async () => {
    await makeTree(local, { f: 'file 750 content', g: 'file 644 other' });
    await mkdir(join(remote, 'd'));
    await copyTo(guest, join(local, 'f'), '~/new name');
    await copyTo(guest, join(local, 'f'), 'd/');
    await copyTo(guest, join(local, 'g'), join(remote, 'd/f'));
    expect(await readTree(remote)).toEqual({ 'new name': 'file 750 content', d: 'dir 755', 'd/f': 'file 644 other' });
  });

  it('never follows a link below a directory, but the one that is named', async () => {
    await writeFile(join(local, 'secret'), 'host secret');
    await makeTree(join(local, 'src'), { out: 'link ../secret', abs: 'link /etc/passwd' });
    await symlink('src', join(local, 'named'));
    await copyTo(guest, join(local, 'named'), join(remote, 'copy'));
    expect(await readTree(remote)).toEqual({
      copy: 'dir 755',
      'copy/out': 'link ../secret',
      'copy/abs': 'link /etc/passwd',
    });
  });

  it('leaves pipes and sockets out, and says so', async () => {
    await makeTree(join(local, 'src'), { x: 'file 644 x' });
    execFileSync('mkfifo', [join(local, 'src', 'pipe')]);
    const { skipped } = await copyTo(guest, join(local, 'src'), join(remote, 'copy'));
    expect(skipped).toEqual([expect.stringContaining('pipe: neither a file, a directory nor a link')]);
    expect(await readdir(join(remote, 'copy'))).toEqual(['x']);
  });

  it('reports what the guest says when it cannot write', async () => {
    await makeTree(join(local, 'src'), { x: 'file 644 x' });
    await writeFile(join(remote, 'file'), '');
    for (const source of ['src', 'src/x']) {
      await expect(copyTo(guest, join(local, source), 'file/below')).rejects.toMatchObject({
        code: 'COPY_FAILED',
        message: expect.stringMatching(/^VM vm0: copying .* to file\/below failed: .*file\/below/),
      });
    }
    await expect(copyTo(guest, join(local, 'src'), 'file')).rejects.toMatchObject({ code: 'COPY_FAILED' });
  });
});

describe('copyTo', () => {
  beforeEach(() => start('gnu'));

  it('tells missing and unsuitable sources before it connects', async () => {
    await expect(copyTo(guest, join(local, 'none'), 'x')).rejects.toMatchObject({
      code: 'LOCAL_PATH_MISSING',
      exitCode: 2,
      message: `${local}/none does not exist`,
    });
    await expect(copyTo(guest, local, 'x', { recursive: false })).rejects.toMatchObject({ code: 'IS_DIRECTORY' });
    await expect(copyTo(guest, local, '')).rejects.toMatchObject({ code: 'GUEST_PATH_INVALID' });
    expect(server.logins()).toBe(0);
  });

  it('tells how it goes on', async () => {
    await makeTree(join(local, 'src'), { x: `file 644 ${'x'.repeat(200_000)}` });
    const seen: number[] = [];
    await copyTo(guest, join(local, 'src'), join(remote, 'copy'), { onProgress: ({ bytes }) => seen.push(bytes) });
    expect(seen.at(-1)).toBe(200_000);
    expect(seen.length).toBeGreaterThan(2);
  });

  it('is cancelled', async () => {
    await makeTree(join(local, 'src'), { x: `file 644 ${'x'.repeat(200_000)}` });
    const abort = new AbortController();
    const copy = copyTo(guest, join(local, 'src'), 'copy', { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(copy).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe.each(GUESTS)('copyFrom a guest with tar: %s', (tar) => {
  beforeEach(() => start(tar));

  it('copies a directory with all that is in it, to a new name', async () => {
    const tree = { ...TREE, [LONG]: 'file 644 long' };
    await makeTree(join(remote, 'src'), tree);
    const report = await copyFrom(guest, join(remote, 'src'), join(local, 'new'));
    const copied = await readTree(join(local, 'new'));
    const original = await readTree(join(remote, 'src'));
    if (tar === 'none') {
      // Only what the shell can tell is kept: no links, no exact permissions.
      const files = (all: Tree) => Object.keys(all).filter((name) => !all[name]?.startsWith('link'));
      expect(files(copied).sort()).toEqual(files(original).sort());
      expect(copied['exec.sh']).toBe('file 755 #!/bin/sh');
      expect(copied['a file']).toBe('file 644 hello');
      expect(report.skipped).toHaveLength(2);
    } else {
      expect(copied).toEqual(original);
      expect((await stat(join(local, 'new', 'a file'))).mtimeMs).toBe(1_600_000_000_000);
      expect(report.skipped).toEqual([]);
    }
    expect(report.bytes).toBe(5 + 9 + 1 + 5 + 6 + 6 + 4);
    expect((await readdir(local)).sort()).toEqual(['new']);
  });

  it('copies into an existing directory, merging with what is there', async () => {
    await makeTree(join(remote, 'src'), { x: 'file 644 new', 'y/z': 'file 644 z' });
    await makeTree(local, { 'src/x': 'file 600 old', 'src/kept': 'file 644 kept', 'src/y/k': 'file 644 k' });
    await copyFrom(guest, 'src', local);
    expect(await readTree(local)).toEqual({
      src: 'dir 755',
      'src/x': 'file 644 new',
      'src/kept': 'file 644 kept',
      'src/y': 'dir 755',
      'src/y/z': 'file 644 z',
      'src/y/k': 'file 644 k',
    });
  });

  it('copies a file, also through a link that is named', async () => {
    await makeTree(remote, { 'f 1': 'file 644 content', link: 'link f\\ 1' });
    await symlink('f 1', join(remote, 'l'));
    await copyFrom(guest, '~/f 1', join(local, 'new'));
    await copyFrom(guest, 'l', local);
    expect(await readTree(local)).toEqual({ new: 'file 644 content', l: 'file 644 content' });
  });

  it('copies a directory through a link that is named', async () => {
    await makeTree(remote, { 'dir/f': 'file 644 content', link: 'link dir' });
    await copyFrom(guest, 'link', local);
    expect(await readTree(local)).toEqual({ link: 'dir 755', 'link/f': 'file 644 content' });
  });

  it('copies what is in a directory when its path ends in /.', async () => {
    await makeTree(remote, { 'dir/f': 'file 644 content' });
    await copyFrom(guest, 'dir/.', local);
    expect(await readTree(local)).toEqual({ f: 'file 644 content' });
  });

  it('says what is missing, and leaves nothing behind', async () => {
    await expect(copyFrom(guest, '/nowhere/x', join(local, 'x'))).rejects.toMatchObject({
      code: 'GUEST_PATH_MISSING',
      message: 'VM vm0: /nowhere/x does not exist',
      exitCode: 1,
    });
    await symlink('nowhere', join(remote, 'dangling'));
    await expect(copyFrom(guest, 'dangling', local)).rejects.toMatchObject({ code: 'GUEST_PATH_MISSING' });
    await expect(copyFrom(guest, '/dev/null', local)).rejects.toMatchObject({ code: 'COPY_FAILED' });
    expect(await readdir(local)).toEqual([]);
  });

  it('does not copy a directory without recursive', async () => {
    await makeTree(remote, { 'dir/f': 'file 644 content' });
    await expect(copyFrom(guest, 'dir', local, { recursive: false })).rejects.toMatchObject({
      code: 'IS_DIRECTORY',
      message: 'VM vm0: dir is a directory',
    });
    await copyFrom(guest, 'dir/f', local, { recursive: false });
    expect(await readTree(local)).toEqual({ f: 'file 644 content' });
  });

  it('takes no more bytes and files than allowed, and leaves nothing behind', async () => {
    await makeTree(remote, { 'dir/a': `file 644 ${'a'.repeat(1000)}`, 'dir/b': `file 644 ${'b'.repeat(1000)}` });
    for (const limits of [{ maxBytes: 1500 }, { maxFiles: 2 }]) {
      await expect(copyFrom(guest, 'dir', local, limits)).rejects.toMatchObject({ code: 'TRANSFER_TOO_LARGE' });
    }
    expect(await readdir(local)).toEqual([]);
    expect(await copyFrom(guest, 'dir', local, { maxBytes: 2000, maxFiles: 3 })).toMatchObject({
      files: 3,
      bytes: 2000,
    });
  });
});

describe('copyFrom', () => {
  beforeEach(() => start('gnu'));

  it('keeps further names of a file, counting them', async () => {
    await makeTree(remote, { 'dir/a': 'file 644 same' });
    execFileSync('ln', [join(remote, 'dir/a'), join(remote, 'dir/b')]);
    expect(await copyFrom(guest, 'dir', local)).toMatchObject({ files: 3, bytes: 8 });
    expect(await readTree(local)).toEqual({ dir: 'dir 755', 'dir/a': 'file 644 same', 'dir/b': 'file 644 same' });
  });

  it('leaves out links that lead outside or nowhere, devices and set-uid bits', async () => {
    await makeTree(remote, {
      'dir/in': 'link ./f',
      'dir/out': 'link ../../local',
      'dir/abs': 'link /etc/passwd',
      'dir/dangling': 'link nowhere',
      'dir/f': 'file 4755 x',
    });
    execFileSync('mkfifo', [join(remote, 'dir/pipe')]);
    const { skipped } = await copyFrom(guest, 'dir', local);
    expect(await readTree(local)).toEqual({ dir: 'dir 755', 'dir/f': 'file 755 x', 'dir/in': 'link ./f' });
    expect(skipped.map((line) => line.replace(/:.*/, '')).sort()).toEqual(['abs', 'dangling', 'out', 'pipe']);
  });

  it('does not write through a link that an earlier copy or somebody else left', async () => {
    await makeTree(remote, { 'dir/sub/f': 'file 644 evil' });
    await makeTree(join(directory.path, 'outside'), { f: 'file 644 precious' });
    await makeTree(local, { 'dir/sub': 'link ../../outside' });
    await expect(copyFrom(guest, 'dir', local)).rejects.toMatchObject({ code: 'COPY_CONFLICT' });
    await makeTree(remote, { 'flat/f': 'file 644 new' });
    await makeTree(local, { 'flat/f': 'link ../../outside/f' });
    await copyFrom(guest, 'flat', local);
    expect(await readFile(join(directory.path, 'outside', 'f'), 'utf8')).toBe('precious');
    expect(await readTree(join(local, 'flat'))).toEqual({ f: 'file 644 new' });
  });

  it('does not put a directory over a file, or a file over a directory', async () => {
    await makeTree(remote, { 'dir/x': 'file 644 new', file: 'file 644 f' });
    await makeTree(local, { 'a/dir': 'file 644 old', 'b/file/x': 'file 644 old' });
    await expect(copyFrom(guest, 'dir', join(local, 'a'))).rejects.toMatchObject({ code: 'COPY_CONFLICT' });
    await expect(copyFrom(guest, 'file', join(local, 'b'))).rejects.toMatchObject({ code: 'COPY_CONFLICT' });
    expect(await readdir(join(local, 'a'))).toEqual(['dir']);
  });

  it('names a destination whose parent is not there', async () => {
    await makeTree(remote, { f: 'file 644 f' });
    await expect(copyFrom(guest, 'f', join(local, 'no/where'))).rejects.toMatchObject({
      code: 'LOCAL_PATH_MISSING',
      message: `${local}/no/where cannot be made: ${local}/no is not a directory`,
    });
    expect(server.logins()).toBe(0);
  });
});
