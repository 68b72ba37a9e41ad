import { describe, expect, test } from 'vitest';
import { type ExportedDisk, exportedInitFile } from '../../../src/environment/export-init-file.ts';
import { parseSubnet } from '../../../src/host/ipv4.ts';
import { formatInitFile } from '../../../src/initfile/format.ts';
import { parseInitFile } from '../../../src/initfile/parse.ts';
import type { EnvironmentPlan } from '../../../src/providers/plan.ts';
import { disk, domain, found, MGMT, NAT, planContext, planOf } from '../../support/plan.ts';

const FILE = {
  prototypes: { small: { memory: 512 } },
  domains: {
    web: domain(['mgmt', { net: 'data', ip: '10.0.0.77' }], {
      memory: undefined,
      'based-on': 'small',
      groups: 'servers',
      'root-password': 12345,
      artifacts: ['/var/log'],
      metadata: { owner: 'me', 'deploy-scripts': ['a.sh'] },
      disks: [
        disk({ build: [{ 'virt-customize': { install: 'x' } }], metadata: { 'root-partition': '/dev/sda1', mine: 1 } }),
        { name: 'scratch', type: 'empty', dev: 'vdb', format: 'raw', size: '1G' },
        { name: 'file', type: 'file', dev: 'vdc', format: 'qcow2', path: 'a.qcow2' },
        { name: 'cd', type: 'file', dev: 'hdc', format: 'iso', path: 'a.iso' },
      ],
    }),
    db: domain(['mgmt']),
  },
  nets: {
    mgmt: { ...MGMT, dns_records: { outside: '10.1.1.1' } },
    data: { ...NAT, gw: '192.168.222.1' },
  },
};

function everyDisk(plan: EnvironmentPlan, ...names: string[]): ReadonlyMap<string, readonly ExportedDisk[]> {
  const domains = [...plan.domains.values()].filter(({ name }) => names.includes(name));
  return new Map(
    domains.map(({ name, disks }) => [
      name,
      disks
        .filter(({ source }) => source.kind !== 'seed')
        .map((one) => ({ disk: one, fileName: `${name}_${one.name}.xz` })),
    ]),
  );
}

const plan = planOf(FILE);
const exported = exportedInitFile(plan, everyDisk(plan, 'web'));

/** The exported file as `init` of another environment reads it. */
function again(format: 'yaml' | 'json') {
  const text = formatInitFile(exported, format);
  return parseInitFile(text, { file: '/work/out/LagoInitFile', strict: true });
}

describe('the init file of an export', () => {
  test.each(['yaml', 'json'] as const)('is one that can be planned without a warning, as %s', (format) => {
    const made = planOf(JSON.parse(JSON.stringify(exported)), { allowedPaths: ['/work'] });
    expect(again(format).warnings).toEqual([]);
    expect([...again(format).domains.keys()]).toEqual(['web']);
    const [before, after] = [plan.domains.get('web'), made.domains.get('web')];
    for (const key of [
      'memory',
      'vcpu',
      'groups',
      'artifacts',
      'rootPassword',
      'sshUser',
      'provisioning',
      'distro',
    ] as const) {
      expect(after?.[key], key).toEqual(before?.[key]);
    }
    expect(after?.disks.map(({ name, dev, bus, device, format }) => ({ name, dev, bus, device, format }))).toEqual(
      before?.disks.map(({ name, dev, bus, device, format }) => ({ name, dev, bus, device, format })),
    );
  });

  test('has the disks of the export in place of where they came from', () => {
    const path = (name: string) => `$LAGO_INITFILE_PATH/web_${name}.xz`;
    expect(exported).toHaveProperty('domains.web.disks', [
      {
        name: 'root',
        dev: 'vda',
        format: 'qcow2',
        type: 'template',
        template_type: 'qcow2',
        path: path('root'),
        metadata: { distro: 'debian12', provision: 'smbios', 'root-partition': '/dev/sda1' },
      },
      { name: 'scratch', dev: 'vdb', format: 'raw', type: 'file', make_a_copy: true, path: path('scratch') },
      { name: 'file', dev: 'vdc', format: 'qcow2', type: 'file', path: path('file') },
      { name: 'cd', dev: 'hdc', format: 'iso', type: 'file', path: path('cd') },
    ]);
    expect(again('yaml').domains.get('web')?.disks[0]).toMatchObject({ path: '/work/out/web_root.xz' });
  });

  test('pins only the addresses that were chosen by the user, so that it can run beside its source', () => {
    expect(exported).toHaveProperty('domains.web.nics', [{ net: 'mgmt' }, { net: 'data', ip: '192.168.222.77' }]);
    expect(exported).not.toHaveProperty('nets.mgmt.gw');
    expect(exported).toHaveProperty('nets.data.gw', '192.168.222.1');
    const own = planOf({ ...FILE, nets: { ...FILE.nets, data: NAT } });
    const copy = JSON.parse(JSON.stringify(exportedInitFile(own, everyDisk(own, 'web'))));
    const taken = [...own.nets.values()].map(({ subnet = '' }) => ({ subnet: found(parseSubnet(subnet)) }));
    const beside = planOf(copy, { subnets: { ...planContext().subnets, taken } });
    expect([...beside.nets.values()].map(({ gw }) => gw)).toEqual(['192.168.202.1', '192.168.203.1']);
  });

  test('keeps DNS records of the user and drops the generated ones', () => {
    expect(exported).toHaveProperty('nets.mgmt.dns_records', { outside: '10.1.1.1' });
    for (const key of ['mapping', 'name', 'dns_forward']) expect(exported).not.toHaveProperty(`nets.data.${key}`);
  });

  test('has nothing that was generated, or that the disks already have in them', () => {
    for (const key of ['name', 'snapshots', 'based-on', 'mgmt_net', 'metadata.deploy-scripts', 'disks.0.build']) {
      expect(exported, key).not.toHaveProperty(`domains.web.${key}`);
    }
    expect(exported).toHaveProperty('domains.web.metadata', { owner: 'me' });
    expect(exported).toHaveProperty('domains.web.root-password', '12345');
  });

  test.each([
    [
      ['scratch', 'root', 'network'],
      ['root', 'network'],
    ],
    [['scratch'], undefined],
    ['scratch', undefined],
    ['hd', ['hd']],
    [undefined, undefined],
  ])('with the boot order %j boots from what is exported: %j', (boot, expected) => {
    const [root, scratch] = FILE.domains.web.disks;
    const disks = [root, { ...scratch, 'skip-export': true }];
    const booting = planOf({ ...FILE, domains: { web: { ...FILE.domains.web, disks, boot } } });
    const all = found(everyDisk(booting, 'web').get('web'));
    const file = exportedInitFile(booting, new Map([['web', all.filter((one) => one.disk.skipExport !== true)]]));
    const { web } = JSON.parse(JSON.stringify(file)).domains;
    expect(web.boot).toEqual(expected);
    expect(web.disks).toHaveLength(1);
    expect(planOf(JSON.parse(JSON.stringify(file))).warnings).toEqual([]);
  });

  test('shares the same directories, wherever it lies itself', () => {
    const shares = [
      { source: 'data', target: '/mnt/data', comment: 'ours' },
      { source: '$LAGO_INITFILE_PATH/more', tag: 'more', readonly: false },
      { source: '$LAGO_WORKDIR_PATH/results' },
    ];
    const sharing = planOf({ ...FILE, domains: { web: { ...FILE.domains.web, shares } } }, { cwd: '/work/sub' });
    const file = exportedInitFile(sharing, everyDisk(sharing, 'web'));
    expect(file).toHaveProperty('domains.web.shares', [
      { source: '/work/sub/data', target: '/mnt/data', comment: 'ours' },
      { source: '/work/more', tag: 'more', readonly: false },
      { source: '/work/.lago/results' },
    ]);
    const other = { cwd: '/elsewhere', prefix: '/elsewhere/.lago/default', allowedPaths: ['/work'] };
    const made = planOf(JSON.parse(JSON.stringify(file)), other);
    expect(made.domains.get('web')?.shares).toEqual(sharing.domains.get('web')?.shares);
  });

  test('enters machines that exist already from anywhere, and has nothing for disks of theirs', () => {
    const access = { 'vm-provider': 'ssh', 'ssh-key': 'keys/ci', 'ssh-port': 2222, groups: ['builders'] };
    const domains = {
      host: { ...access, address: 'build.example.org' },
      old: { ...access, nics: [{ net: 'mgmt', ip: '10.1.2.3' }] },
    };
    const mixed = planOf({ ...FILE, domains: { ...FILE.domains, ...domains } });
    const file = exportedInitFile(mixed, new Map([...everyDisk(mixed, 'web'), ['host', []], ['old', []]]));
    expect(file).toMatchObject({ domains: { host: { 'ssh-key': '/work/keys/ci' }, old: { address: '10.1.2.3' } } });
    const other = { cwd: '/elsewhere', prefix: '/elsewhere/.lago/default', allowedPaths: ['/work'] };
    const again = planOf(JSON.parse(JSON.stringify(file)), other);
    expect(again.warnings).toEqual([]);
    for (const name of ['host', 'old']) {
      const [before, after] = [mixed, again].map((made) => found(made.domains.get(name)));
      expect(after?.external).toMatchObject({ port: 2222, key: { source: '/work/keys/ci' } });
      for (const key of ['ip', 'sshUser', 'groups', 'disks'] as const) expect(after?.[key]).toEqual(before?.[key]);
    }
    const alone = planOf({ domains: { host: domains.host } });
    const only = exportedInitFile(alone, new Map([['host', []]]));
    expect(planOf(JSON.parse(JSON.stringify(only))).domains.get('host')?.ip).toBe('build.example.org');
  });

  test('of a prefix that an older version made pins nothing', () => {
    const nets: EnvironmentPlan['nets'] = new Map(
      Array.from(plan.nets.values(), ({ fixed: _, ...net }) => [net.name, net]),
    );
    expect(exportedInitFile({ ...plan, nets }, new Map())).not.toHaveProperty('nets.data.gw');
  });
});
