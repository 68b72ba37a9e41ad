import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuestConnection } from '../../../../src/guest/connection.ts';
import type { ConnectionOptions, SshTarget } from '../../../../src/guest/target.ts';
import { createLogger } from '../../../../src/host/log.ts';
import { USER_KEY } from './ssh-server.ts';

/** A connection to a test server. */
export function connectTo(
  port: number,
  options: Partial<ConnectionOptions> = {},
  target: Partial<SshTarget> = {},
): GuestConnection {
  return new GuestConnection(
    { name: 'vm0', host: '127.0.0.1', port, user: 'root', privateKey: USER_KEY.privateKey, ...target },
    { log: createLogger(), connectTimeout: 30_000, handshakeTimeout: 30_000, ...options },
  );
}

/** A directory that is removed at the end of the scope. */
export async function temporaryDirectory(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'lago-guest-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
