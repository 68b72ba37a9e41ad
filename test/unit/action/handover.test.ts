import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeVm, handOver, maskSecrets } from '../../../src/action/handover.ts';
import { createLogger, type Environment } from '../../../src/index.ts';
import { parseFileCommands } from '../../support/workflow-commands.ts';
import { captureStdout } from './support/stdout.ts';

const KEY = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'AAAAsecretline1',
  'AAAAsecretline2',
  '-----END OPENSSH PRIVATE KEY-----',
  '',
];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'handover-'));
  for (const name of ['output', 'env']) writeFileSync(join(root, name), '');
  writeFileSync(join(root, 'id_ed25519'), KEY.join('\n'));
  vi.stubEnv('GITHUB_OUTPUT', join(root, 'output'));
  vi.stubEnv('GITHUB_ENV', join(root, 'env'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** A machine as far as the handover asks. */
function vm(name: string, ip: string | undefined) {
  const nics = [
    { index: 0, net: 'lab', mac: '54:52:00:00:00:01', ...(ip === undefined ? {} : { ip }) },
    { index: 1, net: 'storage', mac: '54:52:00:00:00:02', ip: '192.168.201.2' },
  ];
  return {
    name,
    fqdn: `${name}.lago.local`,
    managementNet: 'lab',
    groups: ['servers'],
    distro: () => undefined,
    nics: () => nics,
    allIps: () => nics.flatMap((nic) => nic.ip ?? []),
    ipsInNet: (net: string) => nics.flatMap((nic) => (nic.net === net ? (nic.ip ?? []) : [])),
  };
}

function environment(): Environment {
  const vms = new Map([
    ['web', vm('web', '192.168.200.2')],
    ['db', vm('db', undefined)],
  ]);
  const domains = new Map([['web', { sshPassword: 'hunter22', rootPassword: 'abc' }]]);
  const fake: unknown = {
    prefix: root,
    paths: { privateKey: join(root, 'id_ed25519') },
    plan: { domains },
    getVms: () => vms,
    ansibleInventory: () => '[servers]\nweb\n',
    ansibleInventoryYaml: () => 'servers: {}\n',
    sshConfig: () => 'Host web\n',
  };
  return fake as Environment;
}

describe('handOver', () => {
  it('sets outputs, variables, and the files they name', () => {
    handOver(environment(), { cacheHit: true, workdir: '/workspace/.lago', ports: [] });
    const outputs = parseFileCommands(readFileSync(join(root, 'output'), 'utf8'));
    expect(JSON.parse(outputs.ips ?? '')).toEqual({ web: '192.168.200.2', db: null });
    expect(JSON.parse(outputs.vms ?? '')).toMatchObject([
      { name: 'web', ip: '192.168.200.2', ips: ['192.168.200.2', '192.168.201.2'], groups: ['servers'] },
      { name: 'db', ips: ['192.168.201.2'] },
    ]);
    expect(outputs).toMatchObject({
      workdir: '/workspace/.lago',
      'cache-hit': 'true',
      resumed: 'false',
      'ssh-key': join(root, 'id_ed25519'),
    });
    expect(readFileSync(outputs.inventory ?? '', 'utf8')).toContain('web');
    expect(readFileSync(outputs['inventory-yaml'] ?? '', 'utf8')).toContain('servers');
    expect(readFileSync(outputs['ssh-config'] ?? '', 'utf8')).toContain('Host web');
    expect(parseFileCommands(readFileSync(join(root, 'env'), 'utf8'))).toEqual({
      ANSIBLE_INVENTORY: outputs.inventory,
      LAGO_WORKDIR: '/workspace/.lago',
    });
  });
});

describe('describeVm', () => {
  it('leaves out an address that is not known yet', () => {
    const db = environment().getVms().get('db');
    if (!db) throw new Error('no db');
    expect(describeVm(db)).not.toHaveProperty('ip');
  });

  it('has the ports that lead to the machine, and no others', () => {
    const web = environment().getVms().get('web');
    if (!web) throw new Error('no web');
    const port = { address: '127.0.0.1', host: 8080, guest: 80 };
    expect(describeVm(web, [{ vm: 'db', ...port }])).not.toHaveProperty('ports');
    expect(describeVm(web, [{ vm: 'web', ...port }])).toMatchObject({ ports: [port] });
  });
});

describe('maskSecrets', () => {
  it('hides the key, line by line, and passwords, in the log of the job and in our own', async () => {
    const texts: string[] = [];
    const log = createLogger((event) => texts.push(event.kind === 'message' ? event.text : ''));
    using stdout = captureStdout();
    await maskSecrets(environment(), log);
    log.info('key AAAAsecretline2, password hunter22, code abc');
    expect(stdout.commands.map(({ name, message }) => `${name} ${message}`)).toEqual([
      'add-mask AAAAsecretline1',
      'add-mask AAAAsecretline2',
      'add-mask hunter22',
    ]);
    expect(texts).toEqual(['key ***, password ***, code abc']);
  });
});
