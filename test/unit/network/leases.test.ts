import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatSubnet, parseSubnet, type Subnet4 } from '../../../src/host/ipv4.ts';
import { parseRoutes } from '../../../src/network/host-subnets.ts';
import { type LeaseOwner, LeaseStore } from '../../../src/network/leases.ts';
import { found } from '../../support/plan.ts';

let directory: string;
let leases: string;
let store: LeaseStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-leases-'));
  leases = join(directory, 'subnets');
  store = new LeaseStore({ directory: leases });
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A module of the project, as text to put into the source of a child process. */
function module(path: string): string {
  return JSON.stringify(join(import.meta.dirname, '../../..', path));
}

/** Subnets of a few texts, where a number is that of one of Lago's. */
function subnets(...texts: readonly (string | number)[]): readonly Subnet4[] {
  return texts.map((text) => found(parseSubnet(typeof text === 'number' ? `192.168.${text}.0/24` : text)));
}

/** What is taken, as text. */
async function taken(of: Pick<LeaseStore, 'takenSubnets'> = store, except?: string): Promise<readonly string[]> {
  return (await of.takenSubnets(except)).map(({ subnet }) => formatSubnet(subnet));
}

async function environment(name: string): Promise<LeaseOwner> {
  const uuid = Buffer.from(name.padEnd(16, '.')).toString('hex');
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'uuid'), uuid);
  return { uuidPath: join(directory, name, 'uuid'), uuid };
}

test('looking at a store that is not there creates nothing', async () => {
  expect(await store.list()).toEqual([]);
  expect(await taken()).toEqual([]);
  expect(await store.release('0'.repeat(32))).toEqual([]);
  expect(await readdir(directory)).toEqual([]);
});

describe('acquire', () => {
  test("writes Lago's files: two strings, indented by four", async () => {
    const owner = await environment('a');
    await store.acquire(owner, subnets(200, 255));
    expect((await readdir(leases)).sort()).toEqual(['200.lease', '255.lease', 'subnet-lease.lock']);
    const text = await readFile(join(leases, '255.lease'), 'utf8');
    expect(text.trimEnd()).toBe(`[\n    "${owner.uuidPath}",\n    "${owner.uuid}"\n]`);
    expect(await store.list(owner.uuid)).toEqual([
      { subnet: subnets(200)[0], ...owner, valid: true },
      { subnet: subnets(255)[0], ...owner, valid: true },
    ]);
  });

  test('grants the own subnets again, and no one else gets them', async () => {
    const [a, b] = [await environment('a'), await environment('b')];
    await store.acquire(a, subnets(201));
    await store.acquire(a, subnets(201, 202));
    await expect(store.acquire(b, subnets(203, 202))).rejects.toMatchObject({ code: 'SUBNET_TAKEN', exitCode: 2 });
    await expect(store.acquire(b, subnets(202))).rejects.toThrow(
      `192.168.202.0/24 belongs to the environment at ${join(directory, 'a')}`,
    );
    expect(await store.list(b.uuid)).toEqual([]);
    expect(await taken()).toEqual(['192.168.201.0/24', '192.168.202.0/24']);
    expect(await taken(store, a.uuid)).toEqual([]);
  });

  test.each([
    [[200, 201, 200]],
    [[200, '192.168.200.128/25']],
    [['10.0.0.0/16', '10.0.9.0/24']],
  ])('refuses %j, which overlap, and takes nothing', async (texts) => {
    const owner = await environment('a');
    const attempt = store.acquire(owner, subnets(...texts));
    await expect(attempt).rejects.toMatchObject({ code: 'SUBNET_DUPLICATE', exitCode: 2 });
    expect(await store.list()).toEqual([]);
  });

  test('an environment that does not exist (yet) is a fault of the caller', async () => {
    const owner = { uuidPath: join(directory, 'none', 'uuid'), uuid: 'f'.repeat(32) };
    await expect(store.acquire(owner, subnets(200))).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('a directory that cannot be made is an error that names it and the way out', async () => {
    await writeFile(leases, 'a file');
    const attempt = store.acquire(await environment('a'), subnets(200));
    await expect(attempt).rejects.toMatchObject({ code: 'LEASE_DIR_UNUSABLE', exitCode: 2 });
    await expect(attempt).rejects.toThrow(leases);
  });
});

describe('stale leases', () => {
  test.each([
    ['its environment is gone', (owner: LeaseOwner) => rm(owner.uuidPath)],
    ['another environment is in its place', (owner: LeaseOwner) => writeFile(owner.uuidPath, '0'.repeat(32))],
    ['its file is broken', () => writeFile(join(leases, '200.lease'), '["/half')],
    ['its file has another shape', () => writeFile(join(leases, '200.lease'), '{"a": 1}')],
  ])('a lease can be taken when %s', async (_, spoil) => {
    const [a, b] = [await environment('a'), await environment('b')];
    await store.acquire(a, subnets(200));
    await spoil(a);
    expect(await taken()).toEqual([]);
    expect((await store.list())[0]).toMatchObject({ subnet: subnets(200)[0], valid: false });
    await store.acquire(b, subnets(200));
    expect((await store.list())[0]).toMatchObject({ ...b, valid: true });
  });

  test('a lease whose environment we may not look into is not called stale', async () => {
    const owner = await environment('a');
    await store.acquire(owner, subnets(200));
    await chmod(directory, 0o755);
    await chmod(join(directory, 'a'), 0o000);
    const script = `import { LeaseStore } from ${module('src/network/leases.ts')};
      import { dropPrivileges } from ${module('test/unit/host/fixtures/drop-privileges.ts')};
      dropPrivileges();
      console.log((await new LeaseStore({ directory: ${JSON.stringify(leases)} }).takenSubnets()).length);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = await once(child.stdout, 'data');
    await chmod(join(directory, 'a'), 0o755);
    expect(String(output)).toBe('1\n');
  });

  test('a lease whose environment has an owner record stays, even when its directory is gone', async () => {
    const [a, b] = [await environment('a'), await environment('b')];
    const watchful = new LeaseStore({ directory: leases, isOwned: (uuid) => uuid === a.uuid });
    await watchful.acquire(a, subnets(200));
    await rm(join(directory, 'a'), { recursive: true });
    expect(await taken(watchful)).toEqual(['192.168.200.0/24']);
    await expect(watchful.acquire(b, subnets(200))).rejects.toMatchObject({ code: 'SUBNET_TAKEN' });
  });
});

describe('release', () => {
  test('gives back the own subnets only, and is idempotent', async () => {
    const [a, b] = [await environment('a'), await environment('b')];
    await store.acquire(a, subnets(200, 255));
    await store.acquire(b, subnets(201));
    expect(await store.release(a.uuid)).toEqual(subnets(200, 255));
    expect(await store.release(a.uuid)).toEqual([]);
    expect(await taken()).toEqual(['192.168.201.0/24']);
  });

  test('works when the environment is gone already', async () => {
    const a = await environment('a');
    await store.acquire(a, subnets(210));
    await rm(join(directory, 'a'), { recursive: true });
    expect(await store.release(a.uuid)).toEqual(subnets(210));
    expect(await readdir(leases)).toEqual(['subnet-lease.lock']);
  });
});

describe('a directory that users share', () => {
  /** Runs a script on the store as another user, where there is one to become. */
  async function asOther(script: string): Promise<string> {
    const text = `import { LeaseStore } from ${module('src/network/leases.ts')};
      import { dropPrivileges } from ${module('test/unit/host/fixtures/drop-privileges.ts')};
      dropPrivileges();
      const store = new LeaseStore({ directory: ${JSON.stringify(leases)}, lockTimeoutMs: 60_000 });
      try { console.log(await (async () => { ${script} })()); } catch (error) { console.log(error.code); }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output = await readAll(child.stdout);
    return output.trim();
  }

  test('can be used by all of them: each takes and gives back its own, nobody those of others', async () => {
    await mkdir(leases);
    await chmod(directory, 0o755);
    await chmod(leases, 0o2777);
    const [a, b] = [await environment('a'), await environment('b')];
    await store.acquire(a, subnets(200));
    const [s200, s201] = ['200', '201'].map((octet) => JSON.stringify(subnets(Number(octet))));
    expect(await asOther(`await store.acquire(${JSON.stringify(b)}, ${s200});`)).toBe('SUBNET_TAKEN');
    expect(await asOther(`await store.acquire(${JSON.stringify(b)}, ${s201}); return 'ok';`)).toBe('ok');
    expect(await taken()).toEqual(['192.168.200.0/24', '192.168.201.0/24']);
    // The lock, which the first user has made, is nobody's alone, in either direction.
    await store.acquire(a, subnets(202));
    expect(await asOther(`return (await store.release('${b.uuid}')).length;`)).toBe('1');
    expect(await taken()).toEqual(['192.168.200.0/24', '192.168.202.0/24']);
    expect(await store.release(a.uuid)).toHaveLength(2);
  });
});

describe('withPlanning', () => {
  test('ten planners at once get ten subnets', async () => {
    const owners = await Promise.all(Array.from({ length: 10 }, (_, index) => environment(`e${index}`)));
    const octets = await Promise.all(
      owners.map((owner) =>
        store.withPlanning(async (session) => {
          const gone = await taken(session, owner.uuid);
          const all = Array.from({ length: 56 }, (_, index) => 200 + index);
          const octet = all.find((one) => !gone.includes(`192.168.${one}.0/24`)) ?? 0;
          await session.acquire(owner, subnets(octet));
          return octet;
        }),
      ),
    );
    expect(octets.sort((a, b) => a - b)).toEqual([200, 201, 202, 203, 204, 205, 206, 207, 208, 209]);
  });

  test('a failed plan takes nothing and frees the lock', async () => {
    await expect(store.withPlanning(() => Promise.reject(new Error('bad plan')))).rejects.toThrow('bad plan');
    await store.acquire(await environment('a'), subnets(200));
  });

  test('a planner that is killed half way takes nothing with it', async () => {
    const script = `import { LeaseStore } from ${module('src/network/leases.ts')};
      const store = new LeaseStore({ directory: ${JSON.stringify(leases)} });
      await store.withPlanning(() => new Promise((resolve) => { console.log('in'); setTimeout(resolve, 60000); }));`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const owner = await environment('a');
    const impatient = new LeaseStore({ directory: leases, lockTimeoutMs: 50 });
    await expect(impatient.acquire(owner, subnets(200))).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await impatient.acquire(owner, subnets(200));
    expect(await taken()).toEqual(['192.168.200.0/24']);
  });
});

test('parseRoutes finds what the host routes, and its routers', () => {
  const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
  const route = (destination: string, mask: string, router = '00000000') =>
    `br0\t${destination}\t${router}\t0001\t0\t0\t0\t${mask}\t0\t0\t0\n`;
  const text = [
    header,
    route('00000000', '00000000', '017AA8C0'), // the default route
    route('00C8A8C0', '00FFFFFF'), // 192.168.200.0/24
    route('80FFA8C0', '80FFFFFF'), // 192.168.255.128/25
    route('0000A8C0', '0000FFFF'), // 192.168.0.0/16
    route('00D2A8C0', '00FEFFFF'), // 192.168.210.0/23
    route('007AA8C0', '00FFFFFF'), // 192.168.122.0/24
    'garbage\n',
  ].join('');
  const seen = parseRoutes(text).map(({ subnet, owner, isRoute }) => [formatSubnet(subnet), owner, isRoute === true]);
  const route0 = (subnet: string) => [subnet, 'the host: a route over br0', true];
  expect(seen).toEqual([
    ['192.168.122.1/32', 'the host: its router on br0', false],
    route0('192.168.200.0/24'),
    route0('192.168.255.128/25'),
    route0('192.168.0.0/16'),
    route0('192.168.210.0/23'),
    route0('192.168.122.0/24'),
  ]);
  expect(parseRoutes('')).toEqual([]);
});
