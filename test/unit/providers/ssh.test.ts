import { once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createLogger } from '../../../src/host/log.ts';
import { SshProvider } from '../../../src/providers/ssh/provider.ts';
import { planOf } from '../../support/plan.ts';

/** State of a machine behind a server that greets with `greeting`. */
async function stateBehind(greeting: string | undefined, signal?: AbortSignal) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (greeting !== undefined) socket.end(greeting);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return stateAt(typeof address === 'object' && address ? address.port : 0, signal);
}

async function stateAt(port: number, signal?: AbortSignal) {
  const box = { 'vm-provider': 'ssh', address: '127.0.0.1', 'ssh-port': port, 'ssh-password': 'x' };
  const names = { providerNames: ['ssh'], networklessProviders: ['ssh'] };
  const states = await new SshProvider().states(planOf({ domains: { box } }, names), { log: createLogger(), signal });
  return states.get('box');
}

it('a machine whose SSH server answers is running', async () => {
  expect(await stateBehind('SSH-2.0-dropbear\r\n')).toBe('running');
});

it('a machine whose greeting comes in pieces is running', async () => {
  const server = createServer(async (socket) => {
    for (const piece of ['S', 'SH', '-2.0-dropbear\r\n']) {
      socket.write(piece);
      for (let turn = 0; turn < 50; turn++) await setImmediate();
    }
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  expect(await stateAt(typeof address === 'object' && address ? address.port : 0)).toBe('running');
});

it('a machine with something else on its port, or nothing, is down', async () => {
  expect(await stateBehind('220 mail\r\n')).toBe('down');
  expect(await stateBehind('')).toBe('down');
  expect(await stateAt(1)).toBe('down');
});

it('does not wait for a machine when the caller gives up', async () => {
  const stop = new AbortController();
  const state = stateBehind(undefined, stop.signal);
  stop.abort();
  await expect(state).rejects.toMatchObject({ code: 'CANCELLED' });
});
