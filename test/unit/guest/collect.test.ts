import { execFileSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectPaths } from '../../../src/guest/collect.ts';
import type { GuestConnection } from '../../../src/guest/connection.ts';
import { flattenGuestPath } from '../../../src/guest/flatten.ts';
import { tarHeader } from '../../../src/guest/tar-header.ts';
import { connectTo, temporaryDirectory } from './support/guest.ts';
import { runCommand, type ServerOptions, startServer, type TestServer } from './support/ssh-server.ts';
import { smallGuest } from './support/tools.ts';
import { makeTree, readTree } from './support/tree.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let guest: GuestConnection;
let local: string;
let remote: string;

async function start(options: ServerOptions = {}): Promise<void> {
  server = await startServer({ cwd: remote, ...options });
  guest = connectTo(server.port);
}

/** Requests as an environment makes them: into one directory, under flattened names. */
function into(...sources: string[]) {
  return sources.map((source) => ({ source, destination: join(local, 'vm0', flattenGuestPath(source)) }));
}

beforeEach(async () => {
  directory = await temporaryDirectory();
  local = join(directory.path, 'local');
  remote = join(directory.path, 'remote');
  await mkdir(remote);
});

afterEach(async () => {
  await guest?.close();
  await server?.[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

describe.each(['gnu', 'busybox', 'none'] as const)('collectPaths from a guest with tar: %s', (tar) => {
  beforeEach(async () => start(tar === 'gnu' ? {} : { env: await smallGuest(directory.path, tar) }));

  it('takes files, directories and links to them; reports what is missing', async () => {
    await makeTree(remote, {
      'log/a.log': 'file 644 a',
      'log/deep/b.log': 'file 644 b',
      'one.txt': 'file 644 one',
      'link-to-dir': 'link log',
      'link-to-file': 'link one.txt',
    });
    const sources = ['log', 'one.txt', 'link-to-dir', 'link-to-file', 'nowhere'].map((name) => join(remote, name));
    const results = await collectPaths(guest, into(...sources, '/dev/null'));
    expect(results.map(({ source, status }) => [source.split('/').at(-1), status])).toEqual([
      ['log', 'collected'],
      ['one.txt', 'collected'],
      ['link-to-dir', 'collected'],
      ['link-to-file', 'collected'],
      ['nowhere', 'missing'],
      ['null', 'failed'],
    ]);
    const flat = flattenGuestPath(remote);
    const collected = Object.fromEntries(
      Object.entries(await readTree(join(local, 'vm0'))).map(([name, what]) => [name.replace(flat, ''), what]),
    );
    expect(collected).toEqual({
      _log: 'dir 755',
      '_log/a.log': 'file 644 a',
      '_log/deep': 'dir 755',
      '_log/deep/b.log': 'file 644 b',
      '_one.txt': 'file 644 one',
      '_link-to-dir': 'dir 755',
      '_link-to-dir/a.log': 'file 644 a',
      '_link-to-dir/deep': 'dir 755',
      '_link-to-dir/deep/b.log': 'file 644 b',
      '_link-to-file': 'file 644 one',
    });
    expect(results[0]).toMatchObject({ files: 4, bytes: 2, skipped: [] });
    expect(results[5]).toMatchObject({ reason: 'it is neither a file nor a directory', files: 0 });
  });

  it('keeps paths apart when one lies below another', async () => {
    await makeTree(remote, { 'log/x/f': 'file 644 f', 'log/g': 'file 644 g' });
    await collectPaths(guest, into('log', 'log/x', 'log/x/f', './log/g', '~/log/'));
    expect(await readTree(join(local, 'vm0'))).toEqual({
      log: 'dir 755',
      'log/x': 'dir 755',
      'log/x/f': 'file 644 f',
      'log/g': 'file 644 g',
      log_x: 'dir 755',
      'log_x/f': 'file 644 f',
      log_x_f: 'file 644 f',
      '._log_g': 'file 644 g',
      '~_log_': 'dir 755',
      '~_log_/x': 'dir 755',
      '~_log_/x/f': 'file 644 f',
      '~_log_/g': 'file 644 g',
    });
  });

  it('throws for missing paths when asked, with the others in place', async () => {
    await makeTree(remote, { a: 'file 644 a' });
    await expect(collectPaths(guest, into('a', 'b'), { ignoreMissing: false })).rejects.toMatchObject({
      code: 'GUEST_PATH_MISSING',
      message: 'VM vm0 does not have b',
    });
    expect(await readdir(join(local, 'vm0'))).toEqual(['a']);
  });

  it('keeps what came before a limit, and says so', async () => {
    await makeTree(remote, { a: `file 644 ${'a'.repeat(1000)}`, b: `file 644 ${'b'.repeat(1000)}`, c: 'file 644 c' });
    const results = await collectPaths(guest, into('a', 'b', 'c'), { maxBytes: 1500 });
    // Without tar nobody knows how long a file is before it comes.
    const cut = tar === 'none' ? 'partial' : 'failed';
    expect(results.map(({ status }) => status)).toEqual(['collected', cut, 'failed']);
    expect(results[2]?.reason).toContain('more than 1500 bytes');
    expect(await readdir(join(local, 'vm0'))).toEqual(cut === 'partial' ? ['a', 'b'] : ['a']);
  });
});

describe('collectPaths', () => {
  it('takes everything in one command', async () => {
    await start();
    await makeTree(remote, { a: 'file 644 a', 'b/c': 'file 644 c', d: 'file 644 d' });
    await collectPaths(guest, into('a', 'b', 'd', 'missing'));
    expect(server.commands).toHaveLength(1);
    expect(await collectPaths(guest, [])).toEqual([]);
    expect(server.commands).toHaveLength(1);
  });

  it('takes more paths than fit into one command', async () => {
    await start();
    const names = Array.from({ length: 250 }, (_, index) => `file-${index}`);
    await makeTree(remote, Object.fromEntries(names.map((name) => [name, 'file 644 x'])));
    const results = await collectPaths(guest, into(...names));
    expect(results.every(({ status }) => status === 'collected')).toBe(true);
    expect(await readdir(join(local, 'vm0'))).toHaveLength(250);
  });

  it('does not lose the rest when files vanish meanwhile', async () => {
    // A file that tar was promised by the directory and that is not there any more when it comes to it.
    await makeTree(remote, { 'log/kept': 'file 644 kept', 'log/vanishing': 'file 644 v', other: 'file 644 other' });
    const bin = join(directory.path, 'bin');
    await makeTree(bin, {
      tar: 'file 755 #!/bin/sh\n[ "$1" = -cf ] && rm -f log/vanishing && set -- "$@" log/vanishing\nexec /bin/tar "$@"',
    });
    await start({ env: { PATH: `${bin}:/bin` } });
    const results = await collectPaths(guest, into('log', 'other'));
    expect(results.map(({ status }) => status)).toEqual(['collected', 'collected']);
    expect(results[0]?.skipped).toEqual([expect.stringContaining('log/vanishing: Cannot stat')]);
    expect(await readTree(join(local, 'vm0'))).toMatchObject({ 'log/kept': 'file 644 kept', other: 'file 644 other' });
  });

  it('goes on with the other paths when a tar dies in the middle of one', async () => {
    await makeTree(remote, { b: 'file 644 b', c: 'file 644 c' });
    let calls = 0;
    await start({
      onExec: (command, channel) => {
        calls += 1;
        if (calls > 1) return false;
        // Half a file, as busybox leaves it when a log is truncated under its hands.
        channel.write(tarHeader({ name: 'a', type: 'file', size: 4000, mode: 0o644, mtime: 0 }));
        channel.write(Buffer.alloc(1000, 'a'));
        runCommand('exit 1', channel, {});
        return command !== '';
      },
    });
    const results = await collectPaths(guest, into('a', 'b', 'c'));
    expect(results.map(({ status }) => status)).toEqual(['partial', 'collected', 'collected']);
    expect(results[0]?.reason).toContain('it ends in the middle of a file');
    expect(calls).toBe(2);
    expect((await readdir(join(local, 'vm0'))).sort()).toEqual(['a', 'b', 'c']);
  });

  it('keeps what it has when the connection breaks', async () => {
    await start({
      onExec: (_command, channel) => {
        channel.write(tarHeader({ name: 'a', type: 'file', size: 1, mode: 0o644, mtime: 0 }));
        channel.write(Buffer.alloc(512, 'a'));
        channel.write(tarHeader({ name: 'b', type: 'file', size: 5000, mode: 0o644, mtime: 0 }));
        channel.write(Buffer.alloc(512, 'b'));
        return true;
      },
    });
    // When all that was sent has arrived.
    const onProgress = ({ bytes }: { readonly bytes: number }) => {
      if (bytes === 1 + 512) [...server.connections][0]?.end();
    };
    const results = await collectPaths(guest, into('a', 'b', 'c'), { onProgress });
    expect(results.map(({ status }) => status)).toEqual(['collected', 'partial', 'failed']);
    expect(results[2]?.reason).toContain('the SSH connection was lost');
    expect(await readTree(join(local, 'vm0'))).toEqual({ a: 'file 644 a', b: expect.stringContaining('file 600 bbb') });
  });

  it('fails as a whole when the guest cannot be reached', async () => {
    await start();
    await guest.close();
    // The port is ours, on another address: nobody else answers there.
    guest = connectTo(server.port, { connectTimeout: 100 }, { host: '127.0.0.77' });
    await expect(collectPaths(guest, into('a'))).rejects.toMatchObject({ code: 'SSH_UNREACHABLE' });
  });

  it('is cancelled, leaving nothing behind', async () => {
    await makeTree(remote, { a: `file 644 ${'a'.repeat(100_000)}` });
    await start();
    const abort = new AbortController();
    const collecting = collectPaths(guest, into('a'), { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(collecting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(join(local, 'vm0'))).toEqual([]);
  });

  it('reports files that the guest may not read', async () => {
    await makeTree(remote, { 'log/ok': 'file 644 ok', 'log/secret': 'file 000 no' });
    execFileSync('chmod', ['-R', 'o+rX', directory.path]);
    execFileSync('chmod', ['000', join(remote, 'log/secret')]);
    await start({
      onExec: (command, channel) => {
        runCommand(`setpriv --reuid 65534 --clear-groups sh -c '${command.replaceAll("'", "'\\''")}'`, channel, {
          cwd: remote,
        });
        return true;
      },
    });
    const [result] = await collectPaths(guest, into('log'));
    expect(result).toMatchObject({
      status: 'collected',
      files: 2,
      skipped: [expect.stringMatching(/log\/\.?\/?secret: Cannot open: Permission denied/)],
    });
  });
});

describe('flattenGuestPath', () => {
  it.each([
    ['/var/log/x', '_var_log_x'],
    ['/var/log/', '_var_log_'],
    ['relative/x', 'relative_x'],
    ['/', '_'],
    ['..', '_..'],
    ['.', '_.'],
    ['', '_'],
    ['/a\nb', '_a_b'],
  ])('%j is %j', (path, flat) => {
    expect(flattenGuestPath(path)).toBe(flat);
  });
});
