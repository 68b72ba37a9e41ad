import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { destroyEnvironments, listEnvironments, reap } from '../../../src/index.ts';
import { killAt as killIn } from '../../support/kill-at.ts';
import { expectNothingLeft, libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { startServer } from '../../unit/host/fixtures/http-server.ts';

const MINUTE = 60_000;

let box: Sandbox;
const uuids: string[] = [];
// What a call that outlived the kill makes would show up late.
afterAll(() => {
  expect(uuids.flatMap(libvirtTraces)).toEqual([]);
});
beforeEach(() => {
  box = sandbox();
  box.write('LagoInitFile', microFile(['vm0', 'vm1']));
});
afterEach(async () => {
  await expectNothingLeft(box);
  box.remove();
});

async function killAt(line: RegExp, mode: 'owned' | 'workdir'): Promise<string> {
  const uuid = await killIn(box, line, mode);
  uuids.push(uuid);
  return uuid;
}

describe('an init that is killed', () => {
  it.each([
    /^record/,
    /^begin Fetch templates/,
    /^begin Create/,
    /^end Create/,
  ])('is reaped when killed at %s', async (line) => {
    const uuid = await killAt(line, 'workdir');
    expect((await reap(box.common)).map((entry) => entry.uuid)).toEqual([uuid]);
    expect(await reap(box.common)).toEqual([]);
    expect(await listEnvironments(box.common)).toEqual([]);
  });
});

it('an import of an OVA that is killed is reaped', async () => {
  await using server = await startServer();
  server.on('/x.ova', (_, response) => void response.writeHead(200, { 'content-length': 9999 }).write('never ends'));
  const file = JSON.parse(microFile(['vm0']));
  file.domains.vm1 = { type: 'ova', url: `${server.url}/x.ova`, nics: [{ net: 'lago' }] };
  box.write('LagoInitFile', JSON.stringify(file));
  const uuid = await killAt(/^begin Import/, 'workdir');
  expect((await reap(box.common)).map((entry) => entry.uuid)).toEqual([uuid]);
});

describe('a start that is killed', () => {
  it.each([
    /^begin Start nets/,
    /^begin Start VMs/,
    /^begin Wait/,
  ])('can be destroyed when killed at %s', async (line) => {
    const uuid = await killAt(line, 'workdir');
    // It belongs to its directory, which is still there: only an explicit destroy removes it.
    expect(await reap(box.common)).toEqual([]);
    expect(await destroyEnvironments({ ...box.common })).toEqual([uuid]);
    expect(libvirtTraces(uuid)).toEqual([]);
  });
});

it('the watchdog destroys an environment whose owner was killed', async () => {
  const uuid = await killAt(/^started/, 'owned');
  await expect.poll(() => listEnvironments(box.common), { timeout: 5 * MINUTE, interval: 200 }).toEqual([]);
  expect(libvirtTraces(uuid)).toEqual([]);
  await expect.poll(() => box.leftovers(), { timeout: 5 * MINUTE, interval: 200 }).toEqual([]);
});
