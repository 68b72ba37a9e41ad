import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { FoundAddresses } from '../../../src/environment/found-addresses.ts';
import { GuestAccess } from '../../../src/environment/guest-access.ts';
import { HostKeys } from '../../../src/environment/host-keys.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import { GuestConnection } from '../../../src/guest/connection.ts';
import { exec } from '../../../src/guest/exec.ts';
import { GuestError, throwIfCancelled } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';
import { domain, found, MGMT, planOf } from '../../support/plan.ts';
import { temporaryDirectory } from '../guest/support/guest.ts';
import { startServer, USER_KEY } from '../guest/support/ssh-server.ts';

/** The way into a machine that listens at a port of this host. */
function accessTo(port: number, directory: string): GuestAccess {
  const paths = { ...prefixPaths(directory), privateKey: USER_KEY.privateKey };
  mkdirSync(paths.virt, { recursive: true });
  const web = found(planOf({ domains: { web: domain(['lan']) }, nets: { lan: MGMT } }).domains.get('web'));
  const access = new GuestAccess(
    { ...web, external: { port, installKey: false } },
    {
      paths,
      log: createLogger(),
      hostKeys: new HostKeys(paths, () => [web]),
      ssh: {},
      found: new FoundAddresses(join(directory, 'addresses')),
      state: async () => 'running',
      addresses: async () => new Map(),
    },
  );
  vi.spyOn(access.addresses, 'management').mockReturnValue('127.0.0.1');
  return access;
}

it('says that attempts were cancelled, also between two of them', async () => {
  await using directory = await temporaryDirectory();
  const access = accessTo(22, directory.path);
  const controller = new AbortController();
  const connect = vi.spyOn(GuestConnection.prototype, 'connect').mockImplementation(async ({ signal } = {}) => {
    throwIfCancelled(signal, 'connecting');
    setImmediate(() => controller.abort());
    throw new GuestError('SSH_UNREACHABLE', 'not there');
  });
  onTestFinished(() => connect.mockRestore());
  await expect(access.attempt(2, controller.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('an address that two callers find at once does not end what one of them runs already', async () => {
  await using server = await startServer();
  await using directory = await temporaryDirectory();
  const access = accessTo(server.port, directory.path);
  // As if it had no address of its own: each of the two callers began to look when none was known.
  vi.spyOn(access.addresses, 'find').mockResolvedValue(true);
  await access.waitForSsh();
  const stdin = new PassThrough();
  const running = exec(access.connection(), 'cat', { stdin });
  running.catch(() => undefined);
  await access.waitForSsh();
  stdin.end('still here');
  expect(await running).toMatchObject({ out: 'still here' });
  await access.close();
});
