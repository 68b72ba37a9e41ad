import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findAddress, type Search } from '../../../src/environment/find-address.ts';
import { FoundAddresses } from '../../../src/environment/found-addresses.ts';
import { VmAddresses } from '../../../src/environment/vm-addresses.ts';
import { domain, found, MGMT, planOf } from '../../support/plan.ts';

describe('findAddress', () => {
  let server: Server;
  let chosen: string[];
  let port: number;
  beforeEach(async () => {
    chosen = [];
    server = createServer((socket) => {
      socket.on('error', () => undefined).end('SSH-2.0-test\r\n');
    }).listen({ port: 0, host: '127.0.0.5' });
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterEach(() => {
    server.close();
  });

  const search = (parts: Partial<Search>): Search => ({
    name: 'web',
    net: 'office',
    look: async () => [],
    choose: async (ip) => {
      chosen.push(ip);
    },
    alive: async () => true,
    timeout: 60_000,
    signal: undefined,
    port,
    ...parts,
  });

  it('takes the address at which an SSH server answers, not one that is out of date', async () => {
    await findAddress(search({ look: async () => ['127.0.0.4', '127.0.0.5'] }));
    expect(chosen).toEqual(['127.0.0.5']);
  });

  it('gives a slow one more time each time', async () => {
    // In no less time than it gets at first.
    await using slow = createServer((socket) => {
      socket.on('error', () => undefined);
      setTimeout(() => socket.end('SSH-2.0-test\r\n'), 2100);
    }).listen({ port: 0, host: '127.0.0.6' });
    await once(slow, 'listening');
    const address = slow.address();
    const slowPort = typeof address === 'object' && address !== null ? address.port : 0;
    await findAddress(search({ look: async () => ['127.0.0.6'], port: slowPort }));
    expect(chosen).toEqual(['127.0.0.6']);
  });

  it('asks again until there is one', async () => {
    const silent = Array.from({ length: 5 }, () => ['127.0.0.4']);
    const answers = [[], ...silent, ['127.0.0.5']];
    // It may be asked once more, when the server takes its time.
    await findAddress(search({ look: async () => answers.shift() ?? ['127.0.0.5'] }));
    expect(chosen).toEqual(['127.0.0.5']);
    expect(answers).toEqual([]);
  });

  it('says that there is none when the time is over, and how it could be had', async () => {
    await expect(findAddress(search({ timeout: 0 }))).rejects.toMatchObject({
      code: 'ADDRESS_UNKNOWN',
      message: 'VM web: no address on network office within 0 s',
      hint: expect.stringContaining('DHCP'),
    });
  });

  it('leaves an address that does not answer in time to who waits for SSH', async () => {
    await findAddress(search({ timeout: 0, look: async () => ['127.0.0.4'] }));
    expect(chosen).toEqual([]);
  });

  it('ends with a machine that ends', async () => {
    const alive = async () => 'the machine is not running any more (state: down)';
    await expect(findAddress(search({ alive }))).rejects.toMatchObject({
      code: 'GUEST_DOWN',
      message: expect.stringContaining('state: down'),
    });
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    const look = async () => {
      stop.abort();
      return [];
    };
    await expect(findAddress(search({ look, signal: stop.signal }))).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('addresses that were found', () => {
  let file: string;
  beforeEach(() => {
    const directory = mkdtempSync(join(tmpdir(), 'lago-found-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    file = join(directory, 'addresses.json');
  });

  it('are known to others, and forgotten with the machine', async () => {
    const addresses = new FoundAddresses(file);
    await Promise.all([
      addresses.note('a', new Map([[0, ['10.0.0.1', '10.0.0.2']]])),
      addresses.note('b', new Map([[1, ['10.0.0.3']]])),
    ]);
    const other = new FoundAddresses(file);
    expect(other.of('a')).toEqual(new Map([[0, ['10.0.0.1', '10.0.0.2']]]));
    await other.forget(['a']);
    expect(addresses.of('a')).toEqual(new Map());
    expect(addresses.of('b')).toEqual(new Map([[1, ['10.0.0.3']]]));
  });

  it('the one that answered stays first, and one that nobody knows any more stays', async () => {
    const addresses = new FoundAddresses(file);
    await addresses.note('a', new Map([[0, ['10.0.0.1', '10.0.0.2']]]));
    await addresses.prefer('a', '10.0.0.2');
    await addresses.note('a', new Map([[0, ['10.0.0.1', '10.0.0.2']]]));
    expect(addresses.of('a').get(0)).toEqual(['10.0.0.2', '10.0.0.1']);
    await addresses.note('a', new Map([[0, []]]));
    expect(addresses.of('a').get(0)).toEqual(['10.0.0.2', '10.0.0.1']);
  });

  it('a broken file is as good as none', async () => {
    writeFileSync(file, '{"a":');
    const addresses = new FoundAddresses(file);
    expect(addresses.of('a')).toEqual(new Map());
    await addresses.note('a', new Map([[0, ['10.0.0.1']]]));
    expect(addresses.of('a').get(0)).toEqual(['10.0.0.1']);
  });

  it('fill in what the plan leaves open, and nothing else', async () => {
    const nets = { office: { type: 'bridge', management: true }, lan: { ...MGMT, management: false } };
    const plan = planOf({ domains: { vm: domain(['office', 'lan', 'office']) }, nets });
    const asked: string[] = [];
    const addresses = new VmAddresses(found(plan.domains.get('vm')), new FoundAddresses(file), async () => {
      asked.push('once');
      return new Map([
        [0, ['10.0.0.1']],
        [1, ['10.0.0.2']],
      ]);
    });
    expect(addresses.management()).toBeUndefined();
    expect(addresses.nics().map(({ ip }) => ip)).toEqual([undefined, '192.168.200.2', undefined]);
    await addresses.look();
    expect(asked).toEqual(['once']);
    expect(addresses.management()).toBe('10.0.0.1');
    expect(addresses.nics().map(({ ip }) => ip)).toEqual(['10.0.0.1', '192.168.200.2', undefined]);
  });

  it('nobody is asked where all addresses are given', async () => {
    const plan = planOf({ domains: { vm: domain(['lan']) }, nets: { lan: MGMT } });
    const addresses = new VmAddresses(found(plan.domains.get('vm')), new FoundAddresses(file), async () => {
      throw new Error('asked');
    });
    await addresses.look();
    expect(await addresses.find(1000, async () => true, undefined)).toBe(false);
    expect(addresses.management()).toBe('192.168.200.2');
  });
});
