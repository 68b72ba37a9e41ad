import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { prepareExternal } from '../../../src/environment/external.ts';
import { loadPlan, savePlan } from '../../../src/environment/plan-store.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import { generateKeys } from '../../../src/guest/keys.ts';
import { domain, found, MGMT, PREFIX, planOf, problemsOf } from '../../support/plan.ts';

const PROVIDERS = { providerNames: ['local-libvirt', 'ssh'], networklessProviders: ['ssh'] };
const HOST_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ';

function box(more: Readonly<Record<string, unknown>> = {}) {
  return { 'vm-provider': 'ssh', address: 'box.example.org', 'ssh-key': 'id', ...more };
}

function boxOf(more: Readonly<Record<string, unknown>>) {
  return found(planOf({ domains: { box: box(more) } }, PROVIDERS).domains.get('box'));
}

describe('a machine that exists already', () => {
  it('needs neither networks nor memory, NICs or disks', () => {
    const plan = planOf({ domains: { box: box() } }, PROVIDERS);
    expect(plan.nets.size).toBe(0);
    expect(plan.warnings).toEqual([]);
    expect(plan.domains.get('box')).toMatchObject({
      ip: 'box.example.org',
      nics: [],
      disks: [],
      sshUser: 'root',
      bootTimeout: 60,
      provisioning: { kind: 'none' },
      external: {
        port: 22,
        key: { source: '/work/id', file: `${PREFIX}/virt/ssh-key-box` },
        installKey: false,
      },
    });
  });

  it('stands beside machines of libvirt, which keep their networks', () => {
    const plan = planOf({ nets: { mgmt: MGMT }, domains: { vm: domain(['mgmt']), box: box() } }, PROVIDERS);
    expect(plan.domains.get('vm')).toMatchObject({ managementNet: 'mgmt', ip: expect.stringMatching(/^192\.168\./) });
    expect(plan.nets.get('mgmt')?.mapping).not.toHaveProperty('box');
  });

  it('takes its port, user, password and host key from the file', () => {
    const { sshPassword, external, sshUser } = boxOf({
      'ssh-port': 2222,
      'ssh-user': 'ci',
      'ssh-password': 'let me in',
      'ssh-key': undefined,
      'host-key': `${HOST_KEY} root@box`,
    });
    expect({ sshPassword, sshUser, external }).toEqual({
      sshPassword: 'let me in',
      sshUser: 'ci',
      external: { port: 2222, hostKey: HOST_KEY, installKey: false },
    });
  });

  it('gets our key only when bootstrap is asked for', () => {
    expect(boxOf({ bootstrap: true }).external?.installKey).toBe(true);
    expect(boxOf({ bootstrap: false }).external?.installKey).toBe(false);
  });

  it('may have its address as the static one of a NIC, as in Lago', () => {
    const file = {
      nets: { mgmt: MGMT },
      domains: { box: box({ address: undefined, nics: [{ net: 'mgmt', ip: '10.1.2.3' }] }) },
    };
    expect(planOf(file, PROVIDERS).domains.get('box')?.ip).toBe('10.1.2.3');
  });

  it.each([
    ['no address', { address: undefined }, 'BAD_ADDRESS', 'has no `address`'],
    ['an address that is none', { address: 'a box' }, 'BAD_ADDRESS', 'has the address `a box`'],
    ['neither key nor password', { 'ssh-key': undefined }, 'ACCESS_MISSING', 'nothing lets us in'],
    ['a key from anywhere', { 'ssh-key': '/root/.ssh/id_rsa' }, 'PATH_NOT_ALLOWED', '/root/.ssh/id_rsa'],
    ['a host key that is none', { 'host-key': 'SHA256:abc' }, 'BAD_HOST_KEY', 'no host key'],
    ['a port that is none', { 'ssh-port': 70_000 }, 'WRONG_VALUE', 'from 1 to 65535'],
  ])('with %s is refused', (_what, more, code, message) => {
    const problems = problemsOf({ domains: { box: box(more) } }, PROVIDERS);
    expect(problems).toMatchObject([{ code, message: expect.stringContaining(message) }]);
  });

  it('has no disks of ours', () => {
    const plan = planOf({ domains: { box: box({ disks: domain([]).disks }) } }, PROVIDERS);
    expect(plan.warnings).toMatchObject([{ code: 'DISKS_UNUSED', path: ['domains', 'box', 'disks'] }]);
    expect(plan.domains.get('box')?.disks).toEqual([]);
  });

  it('has the hardware that it has, and says which keys it cannot heed', () => {
    const hardware = {
      memory: 512,
      vcpu: 1,
      cpu_model: 'Nehalem',
      arch: 'x86_64',
      machine: 'q35',
      firmware: 'efi',
      tpm: true,
      boot: ['hd'],
      graphics: 'vnc',
      video: 'virtio',
      shares: [{ source: 'data' }],
    };
    const plan = planOf({ domains: { box: box(hardware) } }, PROVIDERS);
    const problem = (key: string) => ({ code: 'IGNORED_KEY', path: ['domains', 'box', key], severity: 'warning' });
    expect(plan.warnings).toMatchObject(Object.keys(hardware).map(problem));
    expect(plan.warnings[0]?.position).toMatchObject({ line: expect.any(Number), file: '/work/LagoInitFile' });
    const acting = {
      groups: ['a'],
      artifacts: ['/x'],
      distro: 'el9',
      'guest-agent': 'qga',
      ports: [80],
      boot_time_sec: 9,
    };
    expect(planOf({ domains: { box: box(acting) } }, PROVIDERS).warnings).toEqual([]);
  });

  it('is no OVA', () => {
    const problems = problemsOf({ domains: { box: box({ type: 'ova', url: 'a.ova' }) } }, PROVIDERS);
    expect(problems).toMatchObject([{ code: 'CONFLICTING_KEYS', path: ['domains', 'box', 'type'] }]);
  });

  it('is not meant by a machine of libvirt with an address', () => {
    const file = { nets: { mgmt: MGMT }, domains: { vm: domain(['mgmt'], { address: '10.0.0.1', 'ssh-port': 22 }) } };
    expect(problemsOf(file, PROVIDERS)).toMatchObject([
      { code: 'NOT_EXTERNAL', path: ['domains', 'vm', 'address'], hint: expect.stringContaining('vm-provider: ssh') },
      { code: 'NOT_EXTERNAL', path: ['domains', 'vm', 'ssh-port'] },
    ]);
  });
});

describe('what lets us in', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lago-external-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
  });

  async function prepared(source: string, roots: readonly string[]) {
    const prefix = join(directory, 'prefix');
    const paths = prefixPaths(prefix);
    await mkdir(paths.virt, { recursive: true });
    const file = { domains: { box: box({ 'ssh-key': source, 'host-key': HOST_KEY, 'ssh-port': 2222 }) } };
    const plan = planOf(file, { ...PROVIDERS, prefix, allowedPaths: ['/'] });
    await prepareExternal(plan, paths, roots);
    return { plan, paths };
  }

  it('is copied into the prefix, for us alone, and the host key is known from the start', async () => {
    const { privateKeyFile } = await generateKeys(directory, 'test');
    const { plan, paths } = await prepared(privateKeyFile, [directory]);
    const copy = join(paths.virt, 'ssh-key-box');
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(privateKeyFile, 'utf8'));
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readFileSync(paths.knownHosts, 'utf8')).toBe(`box,[box.example.org]:2222 ${HOST_KEY}\n`);
    await savePlan(paths.plan, plan);
    expect((await loadPlan(paths.plan)).domains.get('box')?.external).toEqual(plan.domains.get('box')?.external);
  });

  it('is no key from elsewhere, by whatever link', async () => {
    const { privateKeyFile } = await generateKeys(directory, 'test');
    await expect(prepared(privateKeyFile, [join(directory, 'prefix')])).rejects.toMatchObject({
      code: 'DISK_PATH_NOT_ALLOWED',
    });
  });

  it('is a private key', async () => {
    const file = join(directory, 'not-a-key');
    writeFileSync(file, 'hello');
    await expect(prepared(file, [directory])).rejects.toMatchObject({ code: 'SSH_KEY_BROKEN' });
    await expect(prepared(join(directory, 'none'), [directory])).rejects.toMatchObject({ code: 'SSH_KEY_MISSING' });
  });
});
