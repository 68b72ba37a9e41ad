import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Collectable, collectVm, refuseMissing } from '../../../src/environment/collect-vm.ts';
import { collectPaths } from '../../../src/guest/collect.ts';
import type { GuestConnection } from '../../../src/guest/connection.ts';
import { GuestError } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';
import { connectTo, temporaryDirectory } from '../guest/support/guest.ts';
import { startServer, type TestServer } from '../guest/support/ssh-server.ts';
import { makeTree } from '../guest/support/tree.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let guest: GuestConnection;
let remote: string;
let out: string;

beforeEach(async () => {
  directory = await temporaryDirectory();
  remote = join(directory.path, 'remote');
  out = join(directory.path, 'out');
  await mkdir(remote);
  const kilobyte = 'x'.repeat(1000);
  await makeTree(remote, { 'small/a': 'file 644 a', 'big/a': `file 644 ${kilobyte}`, 'big/b': `file 644 ${kilobyte}` });
  server = await startServer({ cwd: remote });
  guest = connectTo(server.port);
});
afterEach(async () => {
  await guest?.close();
  await server?.[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

function machine(...artifacts: string[]): Collectable {
  return { name: 'web', artifacts, extractPaths: (requests, options) => collectPaths(guest, requests, options) };
}

describe('artifacts that are cut', () => {
  it('are kept, and said to be, and are missing for who insists', async () => {
    const report = await collectVm(machine('small', 'big', 'nope'), out, { maxBytes: 1500 }, createLogger());
    const reason = expect.stringContaining('more than 1500 bytes');
    expect(report).toMatchObject({ vm: 'web', collected: ['small', 'big'], missing: ['nope'] });
    expect(report.incomplete).toContainEqual({ path: 'big', reason });
    expect(await readdir(join(out, 'big'))).toHaveLength(1);
    const refuse = () => refuseMissing([{ ...report, missing: [] }]);
    expect(refuse).toThrow(expect.objectContaining({ code: 'ARTIFACTS_MISSING' }));
    expect(refuse).toThrow(/^artifacts are missing: web: big is cut \(.*more than 1500 bytes/);
  });

  it('are not where everything came', async () => {
    const report = await collectVm(machine('small', 'big'), out, { maxBytes: 3000 }, createLogger());
    expect(report).toEqual({ vm: 'web', collected: ['small', 'big'], missing: [] });
    expect(() => refuseMissing([report])).not.toThrow();
  });
});

it('artifacts that did not come at all are missing, with the reason that there is', async () => {
  const failing = {
    ...machine('big'),
    extractPaths: () => Promise.reject(new GuestError('SSH_TIMEOUT', 'nobody answers')),
  };
  const dead = await collectVm(failing, out, {}, createLogger());
  const special = await collectVm(machine('/dev/null', 'nope'), out, {}, createLogger());
  expect(() => refuseMissing([dead, special])).toThrow(
    'artifacts are missing: web: big (nobody answers), web: /dev/null (it is neither a file nor a directory), web: nope',
  );
});

it('says which artifacts are not there, for those who read no report', async () => {
  const texts: string[] = [];
  const log = createLogger((event) => event.kind === 'message' && event.level === 'info' && texts.push(event.text));
  await collectVm(machine('small', 'nope', '/dev/null', 'nor-this'), out, {}, log);
  await collectVm(machine('small'), out, {}, log);
  expect(texts).toEqual([
    'VM web: collected 1 of 4 paths; not there: nope, nor-this',
    'VM web: collected 1 of 1 paths',
  ]);
});
