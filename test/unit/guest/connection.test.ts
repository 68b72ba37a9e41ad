import { execFile, spawnSync } from 'node:child_process';
import { truncate, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { copyTo } from '../../../src/guest/copy-to.ts';
import { exec } from '../../../src/guest/exec.ts';
import { hostKeyFingerprint, memoryHostKeyStore } from '../../../src/guest/host-key.ts';
import { generateOpenSshKey } from '../../../src/guest/openssh-key.ts';
import { createLogger } from '../../../src/host/log.ts';
import { connectTo, temporaryDirectory } from './support/guest.ts';
import { forward, startRawServer } from './support/raw-server.ts';
import { HOST_KEY, startServer, USER_KEY } from './support/ssh-server.ts';

const OTHER_KEY = generateOpenSshKey('other');

function publicPart(key: string): string {
  return key.split(' ').slice(0, 2).join(' ');
}

/** What `eof()` does, but one may still tell the exit status: sshd sends the two in any order. */
function sendEof(channel: object): void {
  const client: object = Reflect.get(channel, '_client');
  const protocol: { readonly channelEOF: (id: number) => void } = Reflect.get(client, '_protocol');
  protocol.channelEOF(Reflect.get(channel, 'outgoing').id);
}

describe('a connection to a guest', () => {
  it('is made when needed and used again, also by commands at the same time', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    expect(server.logins()).toBe(0);
    const numbers = Array.from({ length: 25 }, (_, index) => String(index));
    const results = await Promise.all(numbers.map((number) => exec(guest, ['echo', number])));
    expect(results.map(({ out }) => out.trim())).toEqual(numbers);
    await exec(guest, 'true');
    expect(server.logins()).toBe(1);
  });

  it('never has more than ten channels open at once', async () => {
    let open = 0;
    let most = 0;
    await using server = await startServer({
      onExec: (_command, channel) => {
        open += 1;
        most = Math.max(most, open);
        setImmediate(() => {
          open -= 1;
          channel.exit(0);
          channel.end();
        });
        return true;
      },
    });
    await using guest = connectTo(server.port);
    await Promise.all(Array.from({ length: 40 }, () => exec(guest, 'x')));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
  });

  it('is made anew when it broke', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await exec(guest, 'true');
    await guest.close();
    expect((await exec(guest, 'echo again')).out).toBe('again\n');
    for (const connection of server.connections) connection.end();
    await expect.poll(async () => (await exec(guest, 'echo more').catch(() => undefined))?.out).toBe('more\n');
    expect(server.logins()).toBe(3);
  });

  it('that is made twice at once is not taken from who uses it', async () => {
    await using server = await startServer();
    const gate = Promise.withResolvers<void>();
    const { load, save } = memoryHostKeyStore();
    let loads = 0;
    const slowForFirst = async () => {
      loads += 1;
      if (loads === 1) await gate.promise;
      return load();
    };
    await using guest = connectTo(server.port, { hostKeys: { load: slowForFirst, save } });
    const [first, second] = [guest.connect(), guest.connect()];
    await second;
    const stdin = new PassThrough();
    const running = exec(guest, 'cat', { stdin });
    running.catch(() => undefined);
    gate.resolve();
    expect(await first).toBe(await second);
    stdin.end('still here');
    expect(await running).toMatchObject({ out: 'still here' });
  });

  it('is tried as often as wanted', async () => {
    await using server = await startServer();
    const attempts: string[] = [];
    const log = createLogger((event) => {
      if (event.kind === 'message' && event.text.startsWith('attempt ')) attempts.push(event.text);
    });
    // One attempt may take more than one connection, on a busy machine.
    await using flaky = await startRawServer((socket) => {
      if (attempts.length < 2) socket.end('no SSH here\r\n\r\n');
      else forward(socket, server.port);
    });
    await using once = connectTo(flaky.port, { log });
    await expect(exec(once, 'true')).rejects.toMatchObject({ code: 'SSH_PROTOCOL' });
    expect(attempts).toEqual([]);
    await using twice = connectTo(flaky.port, { log, tries: 2 });
    await expect(exec(twice, 'true')).rejects.toMatchObject({ code: 'SSH_PROTOCOL' });
    expect(attempts).toEqual([expect.stringMatching(/^attempt 1 of 2 to connect to VM vm0 failed: /)]);
    expect((await exec(twice, 'echo here')).out).toBe('here\n');
    expect(attempts).toHaveLength(2);
  });

  it('is lost to who waits for it when it is closed between two tries', async () => {
    await using closed = await startRawServer((socket) => socket.end('no SSH here\r\n\r\n'));
    const log = createLogger((event) => {
      if (event.kind === 'message' && event.text.startsWith('attempt 1 of 2 ')) setImmediate(() => void guest.close());
    });
    await using guest = connectTo(closed.port, { log, tries: 2 });
    await expect(exec(guest, 'true')).rejects.toMatchObject({
      code: 'SSH_LOST',
      message: 'VM vm0: the connection was closed before it was made',
    });
  });

  it('is lost to who waits for it when it is closed while it is made', async () => {
    const reached = Promise.withResolvers<void>();
    await using silent = await startRawServer(() => reached.resolve());
    await using guest = connectTo(silent.port, { connectTimeout: 600_000 });
    const running = exec(guest, 'true');
    running.catch(() => undefined);
    await reached.promise;
    await guest.close();
    await expect(running).rejects.toMatchObject({
      code: 'SSH_LOST',
      message: 'VM vm0: the connection was closed before it was made',
    });
  });

  it('tells what runs on it when it is lost', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const onStdout = () => {
      for (const connection of server.connections) connection.end();
    };
    await expect(exec(guest, 'echo x; sleep 100', { onStdout })).rejects.toMatchObject({
      code: 'SSH_LOST',
      message: expect.stringMatching(/^VM vm0: the SSH connection was lost: /),
    });
  });

  it('says so when a command ends without an exit status', async () => {
    await using server = await startServer({
      onExec: (_command, channel) => {
        channel.end();
        return true;
      },
    });
    await using guest = connectTo(server.port);
    await expect(exec(guest, 'x')).rejects.toThrow('the SSH connection was lost: it ended without an exit status');
  });

  it('waits for the exit status of a command that has closed its output before', async () => {
    await using server = await startServer({
      onExec: (_command, channel) => {
        // As dropbear does it: no exit status any more once the client has closed the channel.
        let isClosed = false;
        channel.on('close', () => {
          isClosed = true;
        });
        channel.resume();
        channel.on('end', async () => {
          const [connection] = server.connections;
          sendEof(channel);
          // What the client does because of that has come when it has refused something else, twice.
          for (const path of ['/first', '/second']) {
            await new Promise((resolve) => connection?.openssh_forwardOutStreamLocal(path, resolve));
          }
          if (isClosed) return;
          channel.exit(3);
          channel.close();
        });
        return true;
      },
    });
    await using guest = connectTo(server.port);
    expect(await exec(guest, 'x', { check: false })).toMatchObject({ code: 3 });
  });

  it('is closed when it is not used', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port, { idleTimeout: 10 });
    await exec(guest, 'true');
    await expect.poll(() => server.connections.size).toBe(0);
    expect(await guest.alive()).toBe(false);
  });

  it('does not keep the process alive', async () => {
    await using server = await startServer();
    await using directory = await temporaryDirectory();
    const program = join(directory.path, 'program.ts');
    const source = (name: string) => JSON.stringify(join(import.meta.dirname, '../../../src', name));
    await writeFile(
      program,
      `import { GuestConnection } from ${source('guest/connection.ts')};
      import { exec } from ${source('guest/exec.ts')};
      import { createLogger } from ${source('host/log.ts')};
      const target = { name: 'vm0', host: '127.0.0.1', port: ${server.port}, user: 'root', privateKey: ${JSON.stringify(USER_KEY.privateKey)} };
      const guest = new GuestConnection(target, { log: createLogger(), idleTimeout: 600_000 });
      console.log((await exec(guest, 'echo done')).out.trim());`,
    );
    expect(await promisify(execFile)(process.execPath, [program])).toMatchObject({ stdout: 'done\n' });
  });

  it('goes through a stream of the caller when there is one', async () => {
    await using server = await startServer();
    let opened = 0;
    const openStream = async () => {
      opened += 1;
      return connect({ port: server.port, host: '127.0.0.1' });
    };
    await using guest = connectTo(9, { openStream }, { host: '192.0.2.1' });
    expect((await exec(guest, 'echo through')).out).toBe('through\n');
    expect(opened).toBe(1);
  });

  it('reports a stream of the caller that fails', async () => {
    const openStream = async () => {
      throw new Error('no such namespace');
    };
    await using guest = connectTo(9, { openStream, connectTimeout: 50 });
    await expect(exec(guest, 'true')).rejects.toMatchObject({
      code: 'SSH_UNREACHABLE',
      message: expect.stringContaining('no such namespace'),
    });
  });
});

/** A way to the server that can be cut without either end noticing. */
async function startProxy(port: number) {
  const pairs: Socket[] = [];
  const proxy = await startRawServer((socket) => {
    pairs.push(socket, forward(socket, port));
  });
  const freeze = () => {
    for (const socket of pairs.splice(0)) socket.unpipe().pause();
  };
  return { ...proxy, freeze };
}

describe('a guest that vanishes without a word', () => {
  it('is noticed while a command runs', async () => {
    await using server = await startServer();
    await using proxy = await startProxy(server.port);
    await using guest = connectTo(proxy.port, { aliveTimeout: 50 });
    await expect(exec(guest, 'echo x; sleep 100', { onStdout: proxy.freeze })).rejects.toMatchObject({
      code: 'SSH_LOST',
      message: 'VM vm0: the SSH connection was lost: no sign of life for 0.05 s',
    });
  });

  it('is noticed when asked, and reached anew', async () => {
    await using server = await startServer();
    await using proxy = await startProxy(server.port);
    await using guest = connectTo(proxy.port);
    await exec(guest, 'true');
    expect(await guest.alive()).toBe(true);
    proxy.freeze();
    expect(await guest.alive(20)).toBe(false);
    expect((await exec(guest, 'echo back')).out).toBe('back\n');
  });
});

describe('host keys', () => {
  it('are pinned at the first log-in', async () => {
    await using server = await startServer();
    const hostKeys = memoryHostKeyStore();
    await using guest = connectTo(server.port, { hostKeys });
    await exec(guest, 'true');
    expect(await hostKeys.load()).toBe(publicPart(HOST_KEY.publicKey));
    await guest.close();
    await exec(guest, 'true');
  });

  it('are not pinned when logging in does not work', async () => {
    await using server = await startServer({ accept: () => false });
    const hostKeys = memoryHostKeyStore();
    await using guest = connectTo(server.port, { hostKeys });
    await expect(exec(guest, 'true')).rejects.toMatchObject({ code: 'SSH_AUTH_REFUSED' });
    expect(await hostKeys.load()).toBeUndefined();
  });

  it('that changed end the connection before anything is sent', async () => {
    await using server = await startServer({ password: 'secret' });
    const pinned = publicPart(OTHER_KEY.publicKey);
    await using guest = connectTo(server.port, { hostKeys: memoryHostKeyStore(pinned) }, { password: 'secret' });
    const got = hostKeyFingerprint(publicPart(HOST_KEY.publicKey));
    await expect(exec(guest, 'true')).rejects.toMatchObject({
      code: 'HOST_KEY_CHANGED',
      message: `VM vm0: the SSH host key at root@127.0.0.1:${server.port} is not the one of the first contact: got ${got}, expected ${hostKeyFingerprint(pinned)}`,
    });
    expect(server.logins()).toBe(0);
  });

  it('have the fingerprint that ssh-keygen shows', () => {
    const { stdout } = spawnSync('ssh-keygen', ['-lf', '-'], { input: HOST_KEY.publicKey, encoding: 'utf8' });
    expect(stdout.split(' ')[1]).toBe(hostKeyFingerprint(publicPart(HOST_KEY.publicKey)));
  });

  it.each([
    ['rsa', { bits: 2048 }],
    ['ecdsa', { bits: 256 }],
  ] as const)('of type %s are pinned and found again', async (type, options) => {
    const key = ssh2.utils.generateKeyPairSync(type as 'ecdsa', options as { bits: 256 });
    await using server = await startServer({ hostKey: key.private });
    await using guest = connectTo(server.port);
    await exec(guest, 'true');
    await guest.close();
    await exec(guest, 'true');
    expect(server.logins()).toBe(2);
  });
});

describe('logging in', () => {
  it('falls back to the password', async () => {
    await using server = await startServer({ accept: () => false, password: 'secret' });
    await using guest = connectTo(server.port, {}, { password: 'secret' });
    expect((await exec(guest, 'echo in')).out).toBe('in\n');
  });

  it('reads the key from a file', async () => {
    await using server = await startServer();
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'key');
    await writeFile(file, USER_KEY.privateKey);
    await using guest = connectTo(server.port, {}, { privateKey: file });
    await exec(guest, 'true');
    await writeFile(file, 'not a key');
    await guest.close();
    await expect(exec(guest, 'true')).rejects.toMatchObject({ code: 'SSH_KEY_BROKEN' });
    await using other = connectTo(server.port, {}, { privateKey: `${file}.none` });
    await expect(exec(other, 'true')).rejects.toMatchObject({
      code: 'SSH_KEY_MISSING',
      message: `the SSH key ${file}.none for VM vm0 does not exist`,
    });
  });

  it('names the VM and the address when it is refused', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port, {}, { privateKey: OTHER_KEY.privateKey, password: 'wrong' });
    await expect(exec(guest, 'true')).rejects.toMatchObject({
      code: 'SSH_AUTH_REFUSED',
      phase: 'authentication',
      message: `VM vm0: SSH to root@127.0.0.1:${server.port} failed: key exchange done, but logging in did not work (All configured authentication methods failed)`,
    });
  });
});

describe('a hostile or broken server', () => {
  it('that never sends a banner is given up', async () => {
    await using server = await startRawServer(() => undefined);
    await using guest = connectTo(server.port, { connectTimeout: 2000 });
    await expect(exec(guest, 'true')).rejects.toMatchObject({ code: 'SSH_PROTOCOL', phase: 'banner' });
  });

  it('that closes at once is given up', async () => {
    await using server = await startRawServer((socket) => socket.end());
    await using guest = connectTo(server.port, { connectTimeout: 2000 });
    await expect(exec(guest, 'true')).rejects.toMatchObject({ code: 'SSH_PROTOCOL', phase: 'banner' });
  });

  it.each([
    ['says nothing after its banner', 'SSH-2.0-x\r\n'],
    ['speaks something else', 'HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(10_000)],
    ['sends lines without end before its banner', 'x\r\n'.repeat(100_000)],
    ['sends garbage after its banner', `SSH-2.0-x\r\n${'\u00ff'.repeat(100_000)}`],
  ])('that %s is given up', async (_what, text) => {
    await using server = await startRawServer((socket) => socket.write(text, 'latin1'));
    await using guest = connectTo(server.port, { handshakeTimeout: 200 });
    await expect(exec(guest, 'true')).rejects.toMatchObject({ code: 'SSH_PROTOCOL', phase: 'key-exchange' });
  });

  it('that breaks the connection in the middle of the key exchange is reported', async () => {
    await using server = await startRawServer((socket) => {
      socket.write('SSH-2.0-x\r\n');
      socket.once('data', () => socket.resetAndDestroy());
    });
    await using guest = connectTo(server.port);
    await expect(exec(guest, 'true')).rejects.toMatchObject({ code: 'SSH_PROTOCOL', phase: 'key-exchange' });
  });

  it('that sends more than it may is cut off', async () => {
    await using server = await startServer({
      onExec: (_command, channel) => {
        // What the client has room for is what we say.
        Reflect.set(Object(Reflect.get(channel, 'outgoing')), 'window', 2 ** 31);
        for (let sent = 0; sent < 40; sent += 1) channel.write(Buffer.alloc(1_000_001));
        return true;
      },
    });
    await using guest = connectTo(server.port);
    const process = await guest.open({ command: 'x' });
    await expect(process.exited).rejects.toThrow('the guest sent more than it was allowed to');
  });

  it('that takes nothing of what it asked for does not fill our memory', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'large');
    await writeFile(file, '');
    await truncate(file, 200_000_000);
    await using server = await startServer({
      onExec: (_command, channel) => {
        const { id } = Object(Reflect.get(channel, 'outgoing'));
        for (const connection of server.connections)
          Reflect.get(connection, '_protocol').channelWindowAdjust(id, 2 ** 31);
        setImmediate(() => {
          for (const connection of server.connections) Reflect.get(connection, '_sock').pause();
        });
        return true;
      },
    });
    await using guest = connectTo(server.port);
    let bytes = 0;
    const onProgress = (progress: { readonly bytes: number }) => {
      bytes = progress.bytes;
    };
    await expect(copyTo(guest, file, 'x', { stallTimeout: 3000, onProgress })).rejects.toMatchObject({
      code: 'TRANSFER_STALLED',
    });
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(40_000_000);
  });

  it('whose messages have control characters does not get them into ours', async () => {
    await using server = await startServer({
      onExec: (_command, channel) => {
        channel.stderr.write('\u001b]0;title\u0007\n::error::forged\r\n');
        channel.exit(1);
        channel.end();
        return true;
      },
    });
    await using guest = connectTo(server.port);
    await expect(exec(guest, 'x')).rejects.toThrow('VM vm0: "x" failed with exit code 1: ?]0;title? | ::error::forged');
  });
});
