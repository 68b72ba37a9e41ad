import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { FoundAddresses } from '../../../src/environment/found-addresses.ts';
import { GuestAccess } from '../../../src/environment/guest-access.ts';
import { HostKeys } from '../../../src/environment/host-keys.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import { exec } from '../../../src/guest/exec.ts';
import { createLogger } from '../../../src/host/log.ts';
import { domain, found, MGMT, planOf } from '../../support/plan.ts';
import { temporaryDirectory } from '../guest/support/guest.ts';
import { startServer, USER_KEY } from '../guest/support/ssh-server.ts';

it('an address that two callers find at once does not end what one of them runs already', async () => {
  await using server = await startServer();
  await using directory = await temporaryDirectory();
  const paths = { ...prefixPaths(directory.path), privateKey: USER_KEY.privateKey };
  mkdirSync(paths.virt, { recursive: true });
  const web = found(planOf({ domains: { web: domain(['lan']) }, nets: { lan: MGMT } }).domains.get('web'));
  const access = new GuestAccess(
    { ...web, external: { port: server.port, installKey: false } },
    {
      paths,
      log: createLogger(),
      hostKeys: new HostKeys(paths, () => [web]),
      ssh: {},
      found: new FoundAddresses(join(directory.path, 'addresses')),
      state: async () => 'running',
      addresses: async () => new Map(),
    },
  );
  // As if it had no address of its own: each of the two callers began to look when none was known.
  vi.spyOn(access.addresses, 'management').mockReturnValue('127.0.0.1');
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
