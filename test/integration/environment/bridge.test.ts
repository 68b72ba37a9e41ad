import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Environment, init, loadEnv } from '../../../src/index.ts';
import { codeIn } from '../../support/guest.ts';
import { type Lan, openLan } from '../../support/lan.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

const MAC = '52:54:00:77:00:33';

let box: Sandbox;
let lan: Lan;
let env: Environment;

/** Two machines on a bridge: one whose address nobody knows, one that always gets the one the init file says. */
function onBridge(uplink: unknown): string {
  const file = JSON.parse(microFile(['free', 'fixed'], { nics: [{ net: 'office' }] }));
  file.domains.fixed.nics = [{ net: 'office', mac: MAC, ip: `${lan.prefix}.33` }];
  return JSON.stringify({ ...file, nets: { office: { type: 'bridge', management: true, mtu: 1400, uplink } } });
}

beforeAll(async () => {
  lan = await openLan(1, { [MAC]: 33 });
  box = sandbox();
  box.write('LagoInitFile', onBridge(lan.uplink));
  env = await init(box.options);
  await env.start();
});
afterAll(async () => {
  await env.destroy();
  await lan.close();
  box.remove();
});

it('addresses of machines on a bridge are found, and SSH goes there', async () => {
  expect(env.vm('free').ip()).toMatch(/^10\.77\.1\.\d+$/);
  expect((await env.vm('free').ssh('hostname')).code).toBe(0);
  // An address that the init file gives is taken as it is.
  expect(env.vm('fixed').ip()).toBe('10.77.1.33');
  expect((await env.vm('fixed').ssh('ip -4 -o addr')).out).toContain('10.77.1.33/24');
  expect((await env.vm('fixed').ssh('cat /sys/class/net/eth0/mtu')).out.trim()).toBe('1400');
  // They reach each other over the bridge.
  await expect.poll(() => codeIn(env.vm('free'), 'ping -c 1 -W 20 10.77.1.33')).toBe(0);
});

it('another process knows them: status, inventory, known_hosts', async () => {
  await using other = await loadEnv(box.common);
  const ip = env.vm('free').ip();
  expect(other.vm('free').ip()).toBe(ip);
  const { VMs, Networks } = (await other.status()).Prefix;
  expect(VMs.free?.NICs.eth0).toEqual({ network: 'office', ip });
  expect(Networks.office).toEqual({ gateway: null, management: true, status: 'up' });
  expect(other.ansibleInventory()).toMatch(new RegExp(`free ansible_host=${ip} `));
  expect(readFileSync(env.paths.knownHosts, 'utf8')).toContain(`free,${ip} ssh-`);
});

it('the uplink is in the bridge while the network is up, and given back as it was', async () => {
  await env.start();
  const bridge = env.plan.nets.get('office')?.bridge;
  expect(lan.state()).toEqual({ master: bridge, up: true });
  await env.stop();
  expect(lan.state()).toEqual({ master: undefined, up: false });
  expect(libvirtTraces(env.uuid)).toEqual([]);
  expect((await env.status()).Prefix.VMs.free?.NICs.eth0?.ip).toBe('N/A');
  expect(() => env.vm('free').ip()).toThrow('is not known yet');
});

it('an uplink that the host uses is refused before anything is made', async () => {
  const second = sandbox();
  try {
    second.write('LagoInitFile', onBridge(lan.far));
    await expect(init(second.options)).rejects.toMatchObject({
      code: 'UPLINK_IN_USE',
      exitCode: 2,
      message: expect.stringContaining('10.77.1.1/24'),
      hint: expect.stringContaining('force: true'),
    });
    second.write('LagoInitFile', onBridge('nowhere0'));
    await expect(init(second.options)).rejects.toMatchObject({
      code: 'UPLINK_MISSING',
      hint: expect.stringContaining(lan.uplink),
    });
    expect(second.leftovers()).toEqual([]);
  } finally {
    second.remove();
  }
});

it('a bridge network that cannot be started is told, and leaves no bridge', async () => {
  // Between init and start somebody else takes the interface.
  execFileSync('ip', ['link', 'add', 'other0', 'type', 'bridge']);
  try {
    execFileSync('ip', ['link', 'set', lan.uplink, 'master', 'other0']);
    await expect(env.start()).rejects.toMatchObject({ code: 'UPLINK_IN_USE' });
    expect(libvirtTraces(env.uuid)).toEqual([]);
    expect(lan.state().master).toBe('other0');
  } finally {
    execFileSync('ip', ['link', 'delete', 'other0']);
  }
});

it('destroy releases everything, also from the owner record alone', async () => {
  await env.start({ vms: ['free'], wait: false });
  expect(lan.state().master).toBe(env.plan.nets.get('office')?.bridge);
  rmSync(join(box.common.cwd, '.lago'), { recursive: true });
  await env.destroy();
  expect(lan.state()).toEqual({ master: undefined, up: false });
  expect(libvirtTraces(env.uuid)).toEqual([]);
  expect(box.leftovers()).toEqual([]);
});
