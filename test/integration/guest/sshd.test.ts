import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectPaths } from '../../../src/guest/collect.ts';
import type { GuestConnection } from '../../../src/guest/connection.ts';
import { copyFrom } from '../../../src/guest/copy-from.ts';
import { copyTo } from '../../../src/guest/copy-to.ts';
import { exec } from '../../../src/guest/exec.ts';
import { interactive } from '../../../src/guest/interactive.ts';
import { script } from '../../../src/guest/script.ts';
import { waitForSsh } from '../../../src/guest/wait.ts';
import { type Sshd, setUpSshd } from './support/sshd.ts';

let sshd: Sshd;
let guest: GuestConnection;

afterEach(async () => {
  await guest?.close();
  await sshd?.[Symbol.asyncDispose]();
});

describe.each([
  ['with SFTP', 'Subsystem sftp internal-sftp'],
  ['without SFTP', ''],
])('an OpenSSH server %s', (_what, config) => {
  beforeEach(async () => {
    sshd = await setUpSshd({ config });
    guest = sshd.connection();
  });

  it('runs commands and scripts', async () => {
    expect(await exec(guest, 'cat; echo err >&2; exit 3', { stdin: 'in', check: false })).toEqual({
      code: 3,
      out: 'in',
      err: 'err\n',
    });
    expect((await script(guest, { text: 'echo "$BASH_VERSION $1"' }, ["a'b"])).out).toMatch(/^\d.* a'b\n$/);
    expect(await exec(guest, 'kill -9 $$', { check: false })).toMatchObject({ code: 137, signal: 'SIGKILL' });
    expect((await exec(guest, 'tty', { pty: true })).out).toMatch(/^\/dev\/pts\/\d+\r\n$/);
  });

  it('does not wait for background processes', async () => {
    const { out } = await exec(guest, 'sleep 1000 & echo $!');
    await exec(guest, ['kill', out.trim()]);
  });

  it('runs many commands at once over one connection', async () => {
    const commands = Array.from({ length: 30 }, (_, index) => exec(guest, ['echo', String(index)]));
    expect((await Promise.all(commands)).map(({ out }) => Number(out))).toEqual([...Array(30).keys()]);
  });

  it('carries large input and output whole', async () => {
    const stdin = Buffer.alloc(12_000_000, '0123456789abcde\n');
    const { out } = await exec(guest, 'cat', { stdin });
    expect(Buffer.from(out).equals(stdin)).toBe(true);
  });

  it('copies trees both ways and collects', async () => {
    const source = join(sshd.directory, 'source');
    await mkdir(join(source, 'deep/er'), { recursive: true });
    await writeFile(join(source, 'large'), Buffer.alloc(5_000_000, 'large'));
    await writeFile(join(source, 'deep/er/ünï'), 'x', { mode: 0o600 });
    await copyTo(guest, source, join(sshd.directory, 'guest'));
    await copyFrom(guest, join(sshd.directory, 'guest'), join(sshd.directory, 'back'));
    expect((await readFile(join(sshd.directory, 'back/large'))).length).toBe(5_000_000);
    expect((await stat(join(sshd.directory, 'back/deep/er/ünï'))).mode & 0o777).toBe(0o600);
    const [collected, missing] = await collectPaths(guest, [
      { source: join(sshd.directory, 'guest/deep'), destination: join(sshd.directory, 'out/vm0/deep') },
      { source: '/nowhere', destination: join(sshd.directory, 'out/vm0/nowhere') },
    ]);
    expect([collected?.status, missing?.status]).toEqual(['collected', 'missing']);
    expect(await readdir(join(sshd.directory, 'out/vm0/deep/er'))).toEqual(['ünï']);
  });
});

describe('an OpenSSH server', () => {
  it('that allows few sessions gets one command after the other', async () => {
    sshd = await setUpSshd({ config: 'MaxSessions 2' });
    guest = sshd.connection();
    const commands = Array.from({ length: 8 }, (_, index) => exec(guest, ['echo', String(index)]));
    expect((await Promise.all(commands)).map(({ out }) => Number(out))).toEqual([...Array(8).keys()]);
  });

  it('that allows no session at all is reported', async () => {
    sshd = await setUpSshd({ config: 'MaxSessions 0' });
    guest = sshd.connection();
    await expect(exec(guest, 'true')).rejects.toMatchObject({ code: 'SSH_REFUSED', exitCode: 1 });
  });

  it('is waited for while it is not there, and its key is pinned', async () => {
    sshd = await setUpSshd({ start: false });
    guest = sshd.connection();
    let refused = 0;
    await waitForSsh(guest, {
      timeout: 60_000,
      onAttempt: () => {
        refused += 1;
        if (refused === 3) void sshd.start();
      },
    });
    expect(await sshd.hostKeys.load()).toMatch(/^ssh-ed25519 /);
    await guest.close();
    await exec(guest, 'true');
  });

  it('that comes back with another host key is not trusted', async () => {
    sshd = await setUpSshd();
    guest = sshd.connection();
    await exec(guest, 'true');
    await guest.close();
    await sshd.stop();
    await sshd.start({ newHostKey: true });
    await expect(waitForSsh(guest, { timeout: 60_000 })).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED' });
  });

  it('gives a terminal with the size of ours', async () => {
    sshd = await setUpSshd();
    guest = sshd.connection();
    let text = '';
    const output = Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          text += chunk;
          done();
        },
      }),
      { columns: 101, rows: 33 },
    );
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    input.write('stty size; tty; exit 4\r');
    expect(await interactive(guest, { input, output, errors: output })).toBe(4);
    expect(text).toMatch(/33 101\r\n\/dev\/pts\//);
  });
});
