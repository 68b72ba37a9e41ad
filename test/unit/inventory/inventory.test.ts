import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ansibleInventory, ansibleInventoryYaml } from '../../../src/inventory/ansible.ts';
import type { InventoryHost } from '../../../src/inventory/host.ts';
import { sshConfig } from '../../../src/inventory/ssh-config.ts';

function host(name: string, change: Partial<InventoryHost> = {}): InventoryHost {
  return {
    name,
    ip: '192.168.200.2',
    user: 'root',
    privateKeyFile: '/p/id_ed25519',
    knownHostsFile: '/p/known_hosts',
    spec: { 'vm-type': 'default', 'vm-provider': 'local-libvirt', groups: change.groups ?? [] },
    groups: [],
    ...change,
  };
}

const ARGS = (name: string) =>
  `ansible_ssh_common_args="-o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=/p/known_hosts -o HostKeyAlias=${name} -o IdentitiesOnly=yes -o LogLevel=ERROR"`;

const LINE = (name: string, ip: string) =>
  `${name} ansible_host=${ip} ansible_ssh_private_key_file=/p/id_ed25519 ansible_user=root ${ARGS(name)}`;

/** The lines of an inventory: groups, and the names of hosts. */
function shape(inventory: string): string[] {
  return inventory.split('\n').map((line) => line.replace(/ .*/, ''));
}

describe('ansibleInventory', () => {
  it('has the shape that Lago prints, with what Lago forgot', () => {
    const hosts = [
      host('web', { ip: '192.168.200.3', groups: ['servers', 'all-of-them'] }),
      host('db', { groups: ['all-of-them'] }),
    ];
    expect(ansibleInventory(hosts, { groupNames: 'lago' })).toBe(
      [
        '[vm-type=default]',
        LINE('db', '192.168.200.2'),
        LINE('web', '192.168.200.3'),
        '[groups=servers]',
        LINE('web', '192.168.200.3'),
        '[groups=all-of-them]',
        LINE('db', '192.168.200.2'),
        LINE('web', '192.168.200.3'),
        '[vm-provider=local-libvirt]',
        LINE('db', '192.168.200.2'),
        LINE('web', '192.168.200.3'),
        '[servers]',
        LINE('web', '192.168.200.3'),
        '[all-of-them]',
        LINE('db', '192.168.200.2'),
        LINE('web', '192.168.200.3'),
        '',
      ].join('\n'),
    );
  });

  it('adds names that Ansible accepts, or has those alone', () => {
    const hosts = [host('web', { groups: ['web-servers', 'plain'] })];
    const groups = (names: 'both' | 'valid') =>
      shape(ansibleInventory(hosts, { groupNames: names })).filter((line) => line.startsWith('['));
    expect(groups('both')).toEqual([
      '[vm-type=default]',
      '[groups=web-servers]',
      '[groups=plain]',
      '[vm-provider=local-libvirt]',
      '[web-servers]',
      '[plain]',
      '[vm_type_default]',
      '[groups_web_servers]',
      '[groups_plain]',
      '[vm_provider_local_libvirt]',
      '[web_servers]',
    ]);
    expect(groups('valid')).toEqual([
      '[vm_type_default]',
      '[groups_web_servers]',
      '[groups_plain]',
      '[vm_provider_local_libvirt]',
      '[web_servers]',
      '[plain]',
    ]);
    expect(ansibleInventory(hosts)).toBe(ansibleInventory(hosts, { groupNames: 'both' }));
  });

  it.each<[string, string, string[]]>([
    ['a scalar', 'memory', ['memory=2048']],
    ['a leading slash, kept in the name', '/memory', ['/memory=2048']],
    ['an item of a list', 'nics/1/net', ['nics/1/net=two']],
    ['an item from the end', 'nics/-1/net', ['nics/-1/net=two']],
    ['an item that is not there', 'nics/7/net', []],
    ['every item of a list', 'artifacts', ['artifacts=/var/log', 'artifacts=/etc']],
    ['a path through a scalar', 'memory/x/y', []],
    ['a name in a list', 'nics/x', []],
    ['nothing', 'nowhere', []],
    ['null', 'nothing', []],
    ['a map', 'metadata', []],
    ['the whole spec', '', []],
    ['the whole spec by a slash', '/', []],
    ['booleans as Python spells them', 'bootstrap', ['bootstrap=True']],
    ['what would break the line', 'odd', ['odd=a_b____x']],
    ['something inherited', 'constructor', []],
  ])('makes groups of %s', (_what, key, groups) => {
    const spec = {
      memory: 2048,
      nics: [{ net: 'one' }, { net: 'two' }],
      artifacts: ['/var/log', '/etc'],
      metadata: { a: 'b' },
      nothing: null,
      bootstrap: true,
      odd: 'a b]\n:[x',
    };
    const inventory = ansibleInventory([host('vm0', { spec })], { keys: [key], groupNames: 'lago' });
    expect(shape(inventory).filter((line) => line.startsWith('['))).toEqual(groups.map((group) => `[${group}]`));
  });

  it('lists machines without a group first, except in the very shape of Lago', () => {
    const hosts = [host('b', { groups: ['g'] }), host('c'), host('a')];
    expect(shape(ansibleInventory(hosts, { keys: [] }))).toEqual(['a', 'c', '[g]', 'b', '']);
    expect(shape(ansibleInventory(hosts, { keys: [], groupNames: 'lago' }))).toEqual(['[g]', 'b', '']);
  });

  it('leaves out machines whose address is not known, and knows none at all', () => {
    expect(shape(ansibleInventory([host('a', { ip: undefined }), host('b')], { keys: [] }))).toEqual(['b', '']);
    expect(ansibleInventory([])).toBe('');
  });

  it('does not check host keys where none are kept', () => {
    expect(ansibleInventory([host('a', { knownHostsFile: undefined })])).toContain(
      '"-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes -o LogLevel=ERROR"',
    );
  });
});

describe('ansibleInventoryYaml', () => {
  it('has all machines with their variables, and groups by name', () => {
    const hosts = [host('web', { ip: '192.168.200.3', groups: ['servers'] }), host('db')];
    const variables = {
      ansible_ssh_private_key_file: '/p/id_ed25519',
      ansible_user: 'root',
      ansible_ssh_common_args: expect.stringContaining('-o HostKeyAlias='),
    };
    expect(parse(ansibleInventoryYaml(hosts))).toEqual({
      all: {
        hosts: {
          web: { ansible_host: '192.168.200.3', ...variables },
          db: { ansible_host: '192.168.200.2', ...variables },
        },
        children: {
          vm_type_default: { hosts: { web: {}, db: {} } },
          groups_servers: { hosts: { web: {} } },
          vm_provider_local_libvirt: { hosts: { web: {}, db: {} } },
          servers: { hosts: { web: {} } },
        },
      },
    });
    expect(parse(ansibleInventoryYaml([], {}))).toEqual({ all: { hosts: {} } });
  });
});

describe('sshConfig', () => {
  it('has one host per machine', () => {
    expect(sshConfig([host('web', { ip: '192.168.200.3', user: 'admin' }), host('db', { ip: undefined })])).toBe(
      `Host web
  HostName 192.168.200.3
  User admin
  IdentityFile /p/id_ed25519
  StrictHostKeyChecking accept-new
  UserKnownHostsFile /p/known_hosts
  HostKeyAlias web
  IdentitiesOnly yes
  LogLevel ERROR
`,
    );
  });

  it('quotes paths with blanks and doubles per cent signs', () => {
    const config = sshConfig([host('a', { privateKeyFile: '/my work/100%/key' })]);
    expect(config).toContain('  IdentityFile "/my work/100%%/key"\n');
  });
});

describe('values from an init file that would change the meaning of a file', () => {
  it.each<[string, Partial<InventoryHost>]>([
    ['a name with a line end', { name: 'a\n  ProxyCommand evil' }],
    ['a name that is a pattern', { name: '*' }],
    ['a name that is a range', { name: 'web[1:9]' }],
    ['a name that is an option', { name: '-oProxyCommand=evil' }],
    ['an empty name', { name: '' }],
    ['a user with a line end', { user: 'root\n  ProxyCommand evil' }],
    ['a user with further variables', { user: 'root ansible_connection=local' }],
    ['a user that Ansible would evaluate', { user: "{{lookup('pipe','evil')}}" }],
    ['a user that is an option', { user: '-oProxyCommand=evil' }],
    ['an address with more in it', { ip: '1.2.3.4 evil' }],
    ['a key path with a quote', { privateKeyFile: '/a"b' }],
    ['a key path that Ansible would evaluate', { privateKeyFile: '/{{x}}/key' }],
    ['a key path with a variable', { privateKeyFile: `/$${'{HOME}'}/key` }],
    ['a relative key path', { privateKeyFile: 'key' }],
    ['a known hosts path with a line end', { knownHostsFile: '/a\nb' }],
  ])('%s is refused', (_what, change) => {
    const hosts = [host('a', change)];
    const error = expect.objectContaining({ code: 'INVENTORY_VALUE_INVALID', exitCode: 2 });
    expect(() => ansibleInventory(hosts)).toThrow(error);
    expect(() => ansibleInventoryYaml(hosts)).toThrow(error);
    expect(() => sshConfig(hosts)).toThrow(error);
  });

  it('group names that Ansible would evaluate are mended', () => {
    const inventory = ansibleInventory([host('a', { groups: ["{{ lookup('pipe', 'evil') }}", 'x\ny'] })]);
    expect(inventory).not.toMatch(/\{\{|^y/m);
  });
});
