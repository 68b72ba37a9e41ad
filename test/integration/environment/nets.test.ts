import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../../src/environment/owner.ts';
import { isSameProcess } from '../../../src/host/process.ts';
import { createLogger, type Environment, init, loadEnv, type PortForward } from '../../../src/index.ts';
import { codeIn, outIn } from '../../support/guest.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

/** Room for subnets that no other test asks for. */
const POOL = ['192.168.200.0-192.168.255.255', '10.78.0.0/16'];
const MAC = '52:54:00:78:00:01';

let box: Sandbox;
let env: Environment;

beforeAll(async () => {
  box = sandbox();
  const file = JSON.parse(microFile(['db', 'db-2']));
  file.nets = {
    lan: { management: true, subnet: '10.78.4.0/22', dhcp: { start: 100, end: 200 }, ipv6: false },
    inner: { isolated: true, subnet: '10.78.8.8/29', dhcp: { start: 4, end: 6 }, mtu: 1400 },
  };
  file.domains.db.nics = [{ net: 'lan', ip: '0.0.1.44', mac: MAC }, { net: 'lan' }, { net: 'inner' }];
  file.domains.db.ports = [22];
  file.domains['db-2'].nics = [{ net: 'lan' }, { net: 'inner' }];
  box.write('LagoInitFile', JSON.stringify(file));
  env = await init({ ...box.options, subnetPool: POOL });
  await env.start();
});
afterAll(async () => {
  await env.destroy();
  expect(box.leftovers()).toEqual([]);
  expect(libvirtTraces(env.uuid)).toEqual([]);
  box.remove();
});

/** What a server says first. */
async function greeting({ host, address }: PortForward): Promise<string> {
  const socket = connect({ port: host, host: address });
  socket.once('data', () => socket.end());
  return text(socket);
}

describe('a network with a subnet of its own', () => {
  it('gives machines the addresses and MAC addresses of the init file', async () => {
    const db = env.vm('db');
    expect(db.ip()).toBe('10.78.5.44');
    expect(await outIn(db, 'ip -o link')).toContain(MAC);
    await expect.poll(() => outIn(db, 'ip -4 -o addr')).toContain('10.78.5.44/22');
    await expect.poll(() => codeIn(env.vm('db-2'), 'ping -c 1 -W 20 db')).toBe(0);
  });

  it('has two NICs of one machine on the management network, each with its address', async () => {
    expect(env.vm('db').ipsInNet('lan')).toEqual(['10.78.5.44', '10.78.4.2']);
    await expect.poll(() => outIn(env.vm('db'), 'ip -4 -o addr show dev eth1')).toContain('10.78.4.2/22');
    await expect.poll(() => codeIn(env.vm('db-2'), 'ping -c 1 -W 20 db-eth1')).toBe(0);
  });

  it('addresses of a machine are its own, each once, whatever others are called', () => {
    expect(env.vm('db').allIps()).toEqual(['10.78.5.44', '10.78.4.2', '10.78.8.10']);
    expect(env.vm('db-2').allIps()).toEqual(['10.78.4.3', '10.78.8.11']);
  });
});

it('an isolated network has no way out, but machines reach each other and the host', async () => {
  const db = env.vm('db');
  const [own = ''] = env.vm('db-2').ipsInNet('inner');
  for (const there of [own, '10.78.8.9']) await expect.poll(() => codeIn(db, `ping -c 1 -W 20 ${there}`)).toBe(0);
  expect((await db.ssh('cat /sys/class/net/eth2/mtu')).out.trim()).toBe('1400');
  const bridge = (net: string) => env.plan.nets.get(net)?.bridge ?? '';
  const rules = execFileSync('iptables-save', { encoding: 'utf8' });
  expect(rules).toContain('10.78.4.0/22');
  expect(rules).not.toContain('10.78.8.8/29');
  expect(rules).toContain(`-i ${bridge('inner')} -j REJECT`);
});

describe('ports of the host', () => {
  it('lead to the machine while it runs, and status shows them', async () => {
    const [port, ...more] = await env.ports();
    expect(more).toEqual([]);
    expect(port).toMatchObject({ vm: 'db', address: '127.0.0.1', guest: 22 });
    if (!port) throw new Error('no port');
    expect(await greeting(port)).toContain('SSH-2.0');
    await using other = await loadEnv(box.common);
    expect((await other.status()).Prefix.VMs.db?.ports).toEqual({ '22': `127.0.0.1:${port.host}` });
    expect((await other.status()).Prefix.VMs['db-2']).not.toHaveProperty('ports');
  });

  it('stay while another machine is stopped, and go with the last one', async () => {
    const forwarder = (await readRecord(`${box.common.stateDir}/environments`, env.uuid))?.forwarder;
    if (!forwarder) throw new Error('no forwarder');
    await env.stop(['db-2']);
    const [port] = await env.ports();
    expect(port && (await greeting(port))).toContain('SSH-2.0');
    await env.stop();
    expect(isSameProcess(forwarder)).toBe(false);
    expect(await env.ports()).toEqual([]);
    await env.start({ wait: false });
    expect(await env.ports()).toHaveLength(1);
  });
});

describe('environments side by side', () => {
  it('one that wants part of the subnet of another is refused, naming it, and leaves nothing', async () => {
    const second = sandbox();
    try {
      const file = JSON.parse(microFile(['vm0']));
      file.nets.lago = { management: true, subnet: '10.78.5.0/24' };
      second.write('LagoInitFile', JSON.stringify(file));
      await expect(init({ ...second.options, subnetPool: POOL })).rejects.toThrow(
        `is taken by the environment at ${env.prefix}`,
      );
      expect(second.leftovers()).toEqual([]);
    } finally {
      second.remove();
    }
  });

  it('their leases are given back: by destroy, and by an init that fails half way', async () => {
    const second = sandbox();
    const leases = () => readdirSync(second.common.leaseDir).filter((name) => name.startsWith('10.78.'));
    const before = leases();
    expect(before).toEqual(expect.arrayContaining(['10.78.4.0_22.lease', '10.78.8.8_29.lease']));
    try {
      const file = JSON.parse(microFile(['vm0']));
      file.nets.lago = { management: true, subnet: '10.78.64.0/18', dhcp: { start: 100, end: 254 } };
      second.write('LagoInitFile', JSON.stringify(file));
      const options = { ...second.options, subnetPool: POOL };
      const other = await init(options);
      expect(leases()).toContain('10.78.64.0_18.lease');
      await other.destroy();
      expect(leases()).toEqual(before);
      // The image is no image, which is seen when disks are made: after the subnets were leased.
      file.domains.vm0.disks = [{ type: 'file', name: 'root', path: 'broken.qcow2', dev: 'vda', format: 'qcow2' }];
      second.write('broken.qcow2', 'nothing');
      second.write('LagoInitFile', JSON.stringify(file));
      let leased: string[] = [];
      const log = createLogger((event) => {
        if (event.kind === 'task-start' && event.title.startsWith('Create')) leased = leases();
      });
      await expect(init({ ...options, log })).rejects.toThrow('broken.qcow2');
      expect(leased).toContain('10.78.64.0_18.lease');
      expect(leases()).toEqual(before);
      expect(second.leftovers()).toEqual([]);
    } finally {
      second.remove();
    }
  });
});
