import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exec } from '../../../src/guest/exec.ts';
import { memoryHostKeyStore } from '../../../src/guest/host-key.ts';
import type { SshPhase } from '../../../src/guest/phase.ts';
import { pauseAfter, waitForSsh } from '../../../src/guest/wait.ts';
import { createLogger } from '../../../src/host/log.ts';
import { connectTo } from './support/guest.ts';
import { forward, startRawServer } from './support/raw-server.ts';
import { startServer } from './support/ssh-server.ts';

/** A port on which nothing listens, and nobody else will: it is ours on another address. */
async function closedPort(): Promise<{ readonly port: number; readonly host: string } & AsyncDisposable> {
  return Object.assign(await startRawServer(() => undefined), { host: '127.0.0.77' });
}

afterEach(() => {
  vi.useRealTimers();
});

describe('waitForSsh', () => {
  it('ends when a command has run, and leaves the connection for the next', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await waitForSsh(guest, { timeout: 120_000 });
    await waitForSsh(guest, { timeout: 120_000 });
    await exec(guest, 'true');
    expect(server.commands).toEqual(['true', 'true', 'true']);
    expect(server.logins()).toBe(1);
  });

  it('goes on while connections are refused, until the server is up', async () => {
    await using closed = await closedPort();
    const { port, host } = closed;
    await using guest = connectTo(port, {}, { host });
    const up = Promise.withResolvers<Awaited<ReturnType<typeof startServer>>>();
    const seen: SshPhase[] = [];
    const onAttempt = (phase: SshPhase) => {
      seen.push(phase);
      if (seen.length === 3) up.resolve(startServer({ port, host }));
    };
    await waitForSsh(guest, { timeout: 120_000, onAttempt });
    await using _ = await up.promise;
    expect(new Set(seen)).toEqual(new Set(['refused']));
  });

  it('tries again while a connection says nothing, as one from before a reboot', async () => {
    await using server = await startServer();
    await using proxy = await startRawServer((socket, number) => {
      if (number > 1) forward(socket, server.port);
    });
    await using guest = connectTo(proxy.port);
    await waitForSsh(guest, { timeout: 120_000 });
    expect(proxy.accepted()).toBeGreaterThan(1);
  });

  it('tries again when the server closes the connection during the key exchange', async () => {
    await using server = await startServer();
    const seen: SshPhase[] = [];
    // One attempt may take more than one connection, on a busy machine.
    await using proxy = await startRawServer((socket) => {
      if (seen.length < 2) socket.end('SSH-2.0-x\r\n');
      else forward(socket, server.port);
    });
    await using guest = connectTo(proxy.port);
    await waitForSsh(guest, { timeout: 120_000, onAttempt: (phase) => seen.push(phase) });
    expect(seen).toEqual(['key-exchange', 'key-exchange']);
  });

  it('goes on while logging in is refused: the key may not be there yet', async () => {
    let attempts = 0;
    // A log-in asks twice: whether the key would do, and with a signature.
    await using server = await startServer({ accept: () => ++attempts > 4 });
    await using guest = connectTo(server.port);
    const seen: SshPhase[] = [];
    await waitForSsh(guest, { timeout: 120_000, onAttempt: (phase) => seen.push(phase) });
    expect(seen).toEqual(Array(4).fill('authentication'));
  });

  it('goes on while commands do not run', async () => {
    let commands = 0;
    await using server = await startServer({
      onExec: (_command, channel) => {
        commands += 1;
        if (commands > 2) return false;
        channel.stderr.write('System is booting up.\n');
        channel.exit(1);
        channel.end();
        return true;
      },
    });
    await using guest = connectTo(server.port);
    const seen: string[] = [];
    await waitForSsh(guest, { timeout: 120_000, onAttempt: (phase, detail) => seen.push(`${phase}: ${detail}`) });
    expect(seen).toEqual(Array(2).fill('command: exit code 1: System is booting up.'));
  });
});

describe('pauseAfter', () => {
  it.each([
    [0, 4000, 150],
    [1, 20, 150],
    [1, 4000, 6000],
    [5, 60_000, 10_000],
  ])('gives a guest time to boot after %i refused log-ins, the last in %i ms: %i ms', (refusals, took, pause) => {
    expect(pauseAfter(refusals, 'SSH-2.0-OpenSSH_9.2p1', took)).toBe(pause);
  });

  it.each([
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2', 9, 150],
    ['SSH-2.0-OpenSSH_9.7', 9, 150],
    ['SSH-2.0-OpenSSH_9.8p1', 2, 150],
    ['SSH-2.0-OpenSSH_9.8p1', 3, 5200],
    ['SSH-2.0-OpenSSH_10.0p2', 3, 5200],
    ['SSH-2.0-dropbear_2024.86', 9, 150],
    ['', 9, 150],
  ])('keeps %s from shutting us out after %i refused log-ins: %i ms', (banner, refusals, pause) => {
    expect(pauseAfter(refusals, banner)).toBe(pause);
  });
});

describe('waitForSsh in vain', () => {
  const failing = (code: string) => ({
    openStream: async () => {
      throw Object.assign(new Error(`connect ${code}`), { code });
    },
  });

  it.each<[SshPhase, ReturnType<typeof failing>, string]>([
    ['no-route', failing('EHOSTUNREACH'), 'no route to the guest; last error: connect EHOSTUNREACH'],
    ['refused', failing('ECONNREFUSED'), 'TCP connections are refused; last error: connect ECONNREFUSED'],
    ['no-answer', failing('ETIMEDOUT'), 'nothing answers TCP connections; last error: connect ETIMEDOUT'],
  ])('says %s', async (phase, options, text) => {
    await using guest = connectTo(22, options, { host: '192.0.2.7' });
    await expect(waitForSsh(guest, { timeout: 50 })).rejects.toMatchObject({
      code: 'SSH_TIMEOUT',
      exitCode: 1,
      phase,
      message: `VM vm0: no SSH at root@192.0.2.7:22 within 0.05 s: ${text}`,
      hint: expect.stringContaining('serial log'),
    });
  });

  it('says at once what is wrong with a stream that had failed before it was given to us', async () => {
    const openStream = async () => {
      const stream = new PassThrough().on('error', () => undefined).destroy(new Error('no way there'));
      await new Promise((resolve) => stream.once('close', resolve));
      return stream;
    };
    await using guest = connectTo(22, { openStream });
    const first = Promise.withResolvers<string>();
    const controller = new AbortController();
    const onAttempt = (_phase: SshPhase, detail: string) => first.resolve(detail);
    const waiting = waitForSsh(guest, { timeout: 600_000, signal: controller.signal, onAttempt });
    expect(await first.promise).toBe('no way there');
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says that no banner came', async () => {
    await using server = await startRawServer(() => undefined);
    await using guest = connectTo(server.port);
    await expect(waitForSsh(guest, { timeout: 2000 })).rejects.toMatchObject({
      phase: 'banner',
      message: expect.stringMatching(/within 2 s: TCP connected, but no SSH banner came$/),
    });
  });

  it('says that the key exchange did not finish', async () => {
    await using server = await startRawServer((socket) => socket.write('SSH-2.0-x\r\n'));
    await using guest = connectTo(server.port);
    await expect(waitForSsh(guest, { timeout: 2000 })).rejects.toMatchObject({ phase: 'key-exchange' });
  });

  it('says that logging in is refused', async () => {
    await using server = await startServer({ accept: () => false });
    await using guest = connectTo(server.port);
    await expect(waitForSsh(guest, { timeout: 8000 })).rejects.toMatchObject({
      phase: 'authentication',
      message: expect.stringContaining('last error: All configured authentication methods failed'),
    });
  });

  it('says that a command did not run', async () => {
    await using server = await startServer({ onExec: () => true });
    await using guest = connectTo(server.port);
    await expect(waitForSsh(guest, { timeout: 8000 })).rejects.toMatchObject({
      phase: 'command',
      message: expect.stringMatching(/logged in, but a command did not run$/),
    });
  });

  it('gives up at once when another host key is shown', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port, { hostKeys: memoryHostKeyStore('ssh-ed25519 AAAA') });
    await expect(waitForSsh(guest, { timeout: 120_000 })).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED' });
  });

  it('gives up at once when our own key is not there', async () => {
    await using closed = await closedPort();
    await using guest = connectTo(closed.port, {}, { host: closed.host, privateKey: '/nowhere/key' });
    await expect(waitForSsh(guest, { timeout: 120_000 })).rejects.toMatchObject({ code: 'SSH_KEY_MISSING' });
  });

  it.each([
    ['shut off', 'shut off'],
    [false, 'it is not running'],
  ])('gives up when the machine is down (%j)', async (answer, why) => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    await using closed = await closedPort();
    await using guest = connectTo(closed.port, {}, { host: closed.host });
    let asked = 0;
    const alive = async () => {
      asked += 1;
      if (asked === 1) throw new Error('virsh broke');
      return asked === 2 ? true : answer;
    };
    const waiting = waitForSsh(guest, { timeout: 120_000, alive });
    const ended = expect(waiting).rejects.toMatchObject({
      code: 'GUEST_DOWN',
      message: `VM vm0 went down before SSH answered: ${why}`,
    });
    for (let time = 0; time < 3; time += 1) await vi.advanceTimersByTimeAsync(2000);
    await ended;
  });

  it('tells every ten seconds how far it is', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const lines: string[] = [];
    const log = createLogger((event) => {
      if (event.kind === 'message' && event.level === 'info') lines.push(event.text);
    });
    await using closed = await closedPort();
    await using guest = connectTo(closed.port, { log }, { host: closed.host });
    const abort = new AbortController();
    const refused = Promise.withResolvers<void>();
    const waiting = waitForSsh(guest, { timeout: 120_000, signal: abort.signal, onAttempt: () => refused.resolve() });
    await refused.promise;
    await vi.advanceTimersByTimeAsync(25_000);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^waiting for SSH of vm0 for \d+ s: TCP connections are refused \(connect ECONNREFUSED .*\)$/,
    );
  });

  it('is cancelled at any time', async () => {
    await using server = await startRawServer((socket) => socket.write('SSH-2.0-x\r\n'));
    await using guest = connectTo(server.port);
    await expect(waitForSsh(guest, { timeout: 120_000, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const abort = new AbortController();
    const waiting = waitForSsh(guest, { timeout: 120_000, signal: abort.signal });
    await expect.poll(() => server.accepted()).toBeGreaterThan(0);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED', exitCode: 130 });
  });
});
