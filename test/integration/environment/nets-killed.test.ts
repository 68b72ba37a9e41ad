import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { destroyEnvironments, listEnvironments } from '../../../src/index.ts';
import { killAt } from '../../support/kill-at.ts';
import { type Lan, openLan } from '../../support/lan.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

const MINUTE = 60_000;

let lan: Lan;
let box: Sandbox;

beforeAll(async () => {
  lan = await openLan(2);
});
afterAll(() => lan.close());
beforeEach(() => {
  box = sandbox();
  const file = JSON.parse(microFile(['vm0'], { nics: [{ net: 'lago' }, { net: 'office' }], ports: [22] }));
  file.nets.office = { type: 'bridge', uplink: lan.uplink };
  box.write('LagoInitFile', JSON.stringify(file));
});
afterEach(() => {
  expect(lan.state()).toEqual({ master: undefined, up: false });
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

it.each([
  /^note run: ip link add/,
  /^note run: ip link set dev lanup2 master/,
  /^begin Start VMs/,
])('a start killed at %s leaves no bridge, no uplink and no forwarder after destroy', async (line) => {
  const uuid = await killAt(box, line, 'workdir');
  expect(await destroyEnvironments(box.common)).toEqual([uuid]);
  expect(libvirtTraces(uuid)).toEqual([]);
});

it('the watchdog gives back the uplink and the ports of an environment whose owner was killed', async () => {
  const uuid = await killAt(box, /^begin Wait/, 'owned');
  await expect.poll(() => listEnvironments(box.common), { timeout: 5 * MINUTE, interval: 200 }).toEqual([]);
  expect(libvirtTraces(uuid)).toEqual([]);
  await expect.poll(() => box.leftovers(), { timeout: 5 * MINUTE, interval: 200 }).toEqual([]);
});
