import { describe, expect, it } from 'vitest';
import { disk, diskFile, domain, domainFile, errors, errorsOf, net, netFile, parse, warnings } from './helpers.ts';

const EMPTY = 'name: a\ntype: empty\nsize: 1G\ndev: vda\nformat: raw';
const without = (key: string, body: string): string =>
  body
    .split('\n')
    .filter((line) => !line.startsWith(`${key}:`))
    .join('\n');

describe('memory', () => {
  it.each([
    ['1024', 1024],
    ["'1024'", 1024],
    ['2GiB', 2048],
    ['2 GiB', 2048],
    ['2G', 2048],
    ['512m', 512],
    ['1.5G', 1536],
    ['2GB', 1907],
    ['1048576K', 1024],
    ['0x400', 1024],
  ])('%s', (written, expected) => {
    expect(domain(`memory: ${written}`).memory).toBe(expected);
  });

  it.each([
    '0',
    '-1',
    '1.5',
    'much',
    '2X',
    '[1]',
    '{a: 1}',
    'yes',
    '1e12',
    '.nan',
    '100K',
    "''",
  ])('is not %s', (written) => {
    const [problem, ...others] = errorsOf(domainFile(`memory: ${written}`));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: ['domains', 'vm0', 'memory'], position: { line: 5, column: 13 } });
    expect(problem?.message).toMatch(/^expected a whole number of MiB, or a size such as 2GiB, got /);
  });

  it('is 16384 MiB when it is missing, with a warning', () => {
    expect(domain('vcpu: 1').memory).toBe(16_384);
    expect(warnings(domainFile('vcpu: 1\ndisks: []'))).toEqual([
      '4:5 DEFAULT_MEMORY domains.vm0.memory',
      '6:12 NO_DISKS domains.vm0.disks',
    ]);
  });

  it('is doubtful when GiB seem to be meant', () => {
    expect(warnings(domainFile('memory: 4\ndisks: []'))).toContain('5:13 LITTLE_MEMORY domains.vm0.memory');
    expect(warnings(domainFile('memory: 32\ndisks: []'))).toEqual(['6:12 NO_DISKS domains.vm0.disks']);
  });
});

describe('size', () => {
  const sized = (size: string) => EMPTY.replace('1G', size);

  it.each([
    ['10G', 10 * 2 ** 30],
    ['10g', 10 * 2 ** 30],
    ['512M', 512 * 2 ** 20],
    ['1.5T', 1.5 * 2 ** 40],
    ['64K', 65_536],
    ['10GiB', 10 * 2 ** 30],
    ['10GB', 10 ** 10],
    ['100b', 100],
  ])('%s', (written, expected) => {
    expect(disk(sized(written))).toMatchObject({ size: expected });
  });

  it.each([
    ['10', 10 * 2 ** 30, '`10` has no unit: it is taken for 10 GB', 'write `10G`'],
    ["'10'", 10 * 2 ** 30, '`10` has no unit: it is taken for 10 GB', 'write `10G`'],
    ['65535', 65_535 * 2 ** 30, '`65535` has no unit: it is taken for 65535 GB', 'write `65535G`'],
    ['1048576', 2 ** 20, '`1048576` has no unit: it is taken for 1048576 bytes', 'write `1048576b`'],
    ["'1073741824'", 2 ** 30, '`1073741824` has no unit: it is taken for 1073741824 bytes', 'write `1073741824b`'],
  ])('%s means GB, or bytes when it is large, with a note (D52)', (written, size, message, hint) => {
    expect(disk(sized(written))).toMatchObject({ size });
    expect(parse(diskFile(sized(written))).warnings).toMatchObject([
      { code: 'NO_UNIT', position: { line: 9, column: 15 }, message, hint },
    ]);
  });

  it.each(['0', '65536', '1048575', '-1', '0G', 'big', '10X', '[10G]', '9000P', '.inf'])('is not %s', (written) => {
    expect(errors(diskFile(sized(written)))).toEqual([expect.stringMatching(/^9:15 WRONG_(TYPE|VALUE) domains/)]);
    expect(errorsOf(diskFile(sized(written)))[0]?.message).toContain('such as 10G or 512M');
  });

  it.each(['template\ntemplate_name: x', 'file\npath: x'])('is doubtful on a disk of type %s', (kind) => {
    const text = diskFile(`name: a\ntype: ${kind}\nsize: 20G\ndev: vda\nformat: qcow2`);
    expect(warnings(text)).toEqual(['10:15 IGNORED_KEY domains.vm0.disks[0].size']);
  });

  it.each([
    'template\ntemplate_name: x',
    'template\ntemplate_type: qcow2\npath: x',
    'file\npath: x',
  ])('is had by `resize` for an image: %s', (kind) => {
    expect(disk(`name: a\ntype: ${kind}\nresize: 20G\ndev: vda\nformat: qcow2`)).toMatchObject({
      resize: 20 * 2 ** 30,
    });
  });

  it('notes a bare number in `resize` too', () => {
    const text = diskFile('name: a\ntype: file\npath: x\nresize: 20\ndev: vda\nformat: qcow2');
    expect(warnings(text)).toEqual(['10:17 NO_UNIT domains.vm0.disks[0].resize']);
  });
});

describe('true and false', () => {
  it.each([
    ['yes', true],
    ['true', true],
    ["'True'", true],
    ["'yes'", true],
    ['1', true],
    ['no', false],
    ["'False'", false],
    ["'off'", false],
    ['0', false],
  ])('%s', (written, expected) => {
    expect(domain(`memory: 64\nbootstrap: ${written}`).bootstrap).toBe(expected);
    expect(net(`management: ${written}`).management).toBe(expected);
  });

  it.each(['maybe', '2', '[]', "''"])('not %s', (written) => {
    expect(errors(domainFile(`memory: 64\nbootstrap: ${written}`))).toEqual([expect.stringMatching(/^6:16 WRONG_/)]);
  });
});

describe('domains', () => {
  it.each([
    ['vcpu: 0', '5:11 WRONG_VALUE domains.vm0.vcpu'],
    ['vcpu: two', '5:11 WRONG_VALUE domains.vm0.vcpu'],
    ['vcpu: 1.5', '5:11 WRONG_VALUE domains.vm0.vcpu'],
    ['vcpu: [2]', '5:11 WRONG_TYPE domains.vm0.vcpu'],
    ['cpu_model: [a]', '5:16 WRONG_TYPE domains.vm0.cpu_model'],
    ['cpu_model: yes', '5:16 WRONG_TYPE domains.vm0.cpu_model'],
    ['cpu_custom: host', '5:17 WRONG_TYPE domains.vm0.cpu_custom'],
    ['cpu_model: a\ncpu_custom: {}', '6:17 CONFLICTING_KEYS domains.vm0.cpu_custom'],
    ['artifacts: {a: 1}', '5:16 WRONG_TYPE domains.vm0.artifacts'],
    ['artifacts: [/a, [/b]]', '5:21 WRONG_TYPE domains.vm0.artifacts[1]'],
    ['groups: yes', '5:13 WRONG_TYPE domains.vm0.groups[0]'],
    ['groups: "a\\nb"', '5:13 WRONG_VALUE domains.vm0.groups[0]'],
    ['ssh-user: ""', '5:15 WRONG_VALUE domains.vm0.ssh-user'],
    ['root-password: [a]', '5:20 WRONG_TYPE domains.vm0.root-password'],
    ['metadata: [a]', '5:15 WRONG_TYPE domains.vm0.metadata'],
    ['metadata: {deploy-scripts: {}}', '5:32 WRONG_TYPE domains.vm0.metadata.deploy-scripts'],
    ['metadata: {deploy-scripts: [a, ~]}', '5:36 WRONG_TYPE domains.vm0.metadata.deploy-scripts[1]'],
    ['boot_time_sec: 0', '5:20 WRONG_VALUE domains.vm0.boot_time_sec'],
    ['type: vm', '5:11 WRONG_VALUE domains.vm0.type'],
    ['type: ova', '4:5 MISSING_KEY domains.vm0.url'],
    ['disks: {}', '5:12 WRONG_TYPE domains.vm0.disks'],
    ['disks: [root]', '5:13 WRONG_TYPE domains.vm0.disks[0]'],
    [`distro: ${'x'.repeat(4097)}`, '5:13 WRONG_VALUE domains.vm0.distro'],
  ])('%.40s', (body, expected) => {
    expect(errors(domainFile(body))).toEqual([expected]);
  });

  it('say what was expected and what is there', () => {
    const message = (body: string) => errorsOf(domainFile(body))[0]?.message;
    expect(message('vcpu: two')).toBe('expected a whole number from 1 to 4096, got "two"');
    expect(message('cpu_model: on')).toBe(
      'expected the name of a CPU model, got the boolean `on` (in quotes it would be text)',
    );
    expect(message('cpu_custom: [1]')).toBe('expected a mapping, got a list');
    expect(message('vcpu: 007.5')).toBe('expected a whole number from 1 to 4096, got the number 007.5');
    expect(message('type: ova')).toBe('`url` is missing: expected the URL of the OVA');
  });

  it('do not repeat passwords', () => {
    const [problem] = errorsOf(domainFile('ssh-password: "hunter2\\n"'));
    expect(problem?.code).toBe('WRONG_VALUE');
    expect(problem?.message).not.toContain('hunter2');
  });

  it('accept a domain that an import has turned into one of templates', () => {
    expect(domain('memory: 64\ntype: template\nurl: https://host/x.ova')).not.toHaveProperty('ova');
  });

  it.each([
    ['missing', '    memory: 64\n', '3:5 MISSING_KEY domains.vm0.nics'],
    ['without value', '    nics:\n', '3:5 MISSING_KEY domains.vm0.nics'],
    ['empty', '    nics: []\n', '3:11 WRONG_VALUE domains.vm0.nics'],
    ['a name', '    nics: lago\n', '3:11 WRONG_TYPE domains.vm0.nics'],
    ['a list of names', '    nics: [lago]\n', '3:12 WRONG_TYPE domains.vm0.nics[0]'],
    ['without net', '    nics: [{ip: 10.0.0.1}]\n', '3:12 MISSING_KEY domains.vm0.nics[0].net'],
    ['with a bad address', '    nics: [{net: a, ip: 10.0.0.256}]\n', '3:25 WRONG_VALUE domains.vm0.nics[0].ip'],
    ['with a number for an address', '    nics: [{net: a, ip: 10.5}]\n', '3:25 WRONG_TYPE domains.vm0.nics[0].ip'],
    ['with a small MTU', '    nics: [{net: a, mtu: 10}]\n', '3:26 WRONG_VALUE domains.vm0.nics[0].mtu'],
  ])('have NICs, not %s', (_, body, expected) => {
    expect(errors(`domains:\n  vm0:\n${body}nets: {lago: {}}\n`)).toEqual([expected]);
  });
});

describe('disks', () => {
  it.each([
    ['name', '7:9 MISSING_KEY domains.vm0.disks[0].name'],
    ['type', '7:9 MISSING_KEY domains.vm0.disks[0].type'],
    ['size', '7:9 MISSING_KEY domains.vm0.disks[0].size'],
    ['dev', '7:9 MISSING_KEY domains.vm0.disks[0].dev'],
    ['format', '7:9 MISSING_KEY domains.vm0.disks[0].format'],
  ])('need %s', (key, expected) => {
    expect(errors(diskFile(without(key, EMPTY)))).toEqual([expected]);
  });

  it('tell all that is missing at once', () => {
    expect(errors(diskFile('comment: nothing else')).toSorted()).toEqual([
      '7:9 MISSING_KEY domains.vm0.disks[0].dev',
      '7:9 MISSING_KEY domains.vm0.disks[0].format',
      '7:9 MISSING_KEY domains.vm0.disks[0].name',
      '7:9 MISSING_KEY domains.vm0.disks[0].type',
    ]);
  });

  it.each([
    ['name: a/b', '7:15 WRONG_VALUE domains.vm0.disks[0].name'],
    ['name: a b', '7:15 WRONG_VALUE domains.vm0.disks[0].name'],
    ['name: $HOME', '7:15 WRONG_VALUE domains.vm0.disks[0].name'],
    ['type: tempalte', '8:15 WRONG_VALUE domains.vm0.disks[0].type'],
    ['type: [file]', '8:15 WRONG_VALUE domains.vm0.disks[0].type'],
    ['size: yes', '9:15 WRONG_TYPE domains.vm0.disks[0].size'],
    ['dev: /dev/vda', '10:14 WRONG_VALUE domains.vm0.disks[0].dev'],
    ['dev: 1', '10:14 WRONG_VALUE domains.vm0.disks[0].dev'],
    ['format: vmdk', '11:17 WRONG_VALUE domains.vm0.disks[0].format'],
  ])('%s is wrong', (line, expected) => {
    const key = line.split(':')[0];
    const body = EMPTY.split('\n').map((original) => (original.startsWith(`${key}:`) ? line : original));
    expect(errors(diskFile(body.join('\n')))).toEqual([expected]);
  });

  const TEMPLATE = 'name: a\ntype: template\ndev: vda\nformat: qcow2';
  const FILE = 'name: a\ntype: file\ndev: vda\nformat: raw';

  it.each([
    [TEMPLATE, '7:9 MISSING_KEY domains.vm0.disks[0].template_name'],
    [`${TEMPLATE}\ntemplate_type: lago`, '7:9 MISSING_KEY domains.vm0.disks[0].template_name'],
    [`${TEMPLATE}\ntemplate_type: qcow2`, '7:9 MISSING_KEY domains.vm0.disks[0].path'],
    [`${TEMPLATE}\ntemplate_type: raw`, '11:24 WRONG_VALUE domains.vm0.disks[0].template_type'],
    [`${TEMPLATE}\ntemplate_name: [x]`, '11:24 WRONG_TYPE domains.vm0.disks[0].template_name'],
    [FILE, '7:9 MISSING_KEY domains.vm0.disks[0].path'],
    [`${FILE}\npath:`, '11:9 MISSING_KEY domains.vm0.disks[0].path'],
    [`${FILE}\nurl: host/image`, '11:14 WRONG_VALUE domains.vm0.disks[0].url'],
    [`${FILE}\npath: x\nmake_a_copy: maybe`, '12:22 WRONG_VALUE domains.vm0.disks[0].make_a_copy'],
    [`${EMPTY}\nmetadata: x`, '12:19 WRONG_TYPE domains.vm0.disks[0].metadata'],
    [`${EMPTY}\nbuild: x`, '12:16 WRONG_TYPE domains.vm0.disks[0].build'],
    [`${EMPTY}\nbuild: [virt-customize]`, '12:17 WRONG_TYPE domains.vm0.disks[0].build[0]'],
    [`${EMPTY}\nbuild: [{virt-customize: vim}]`, '12:34 WRONG_TYPE domains.vm0.disks[0].build[0].virt-customize'],
    [`${EMPTY}\nbuild: [{v: {install: {a: 1}}}]`, '12:31 WRONG_TYPE domains.vm0.disks[0].build[0].v.install'],
  ])('%j', (body, expected) => {
    expect(errors(diskFile(body))).toEqual([expected]);
  });

  it('name what is wrong with a type', () => {
    expect(errorsOf(diskFile(EMPTY.replace('type: empty', 'type: tempalte')))[0]?.message).toBe(
      'expected `template` or `empty` or `file`, got "tempalte"',
    );
  });

  it('have names and devices of their own', () => {
    const text = domainFile(
      'memory: 64\ndisks:\n  - {name: a, type: empty, size: 1G, dev: vda, format: raw}\n  - {name: a, type: empty, size: 1G, device: vda, format: raw}',
    );
    expect(errors(text)).toEqual([
      '8:16 DUPLICATE_DISK domains.vm0.disks[1].name',
      '8:50 DUPLICATE_DISK domains.vm0.disks[1].dev',
    ]);
    expect(errorsOf(text)[0]?.message).toBe('`name` `a` is already that of disk 0');
  });

  it('run one builder per item', () => {
    const body = `${EMPTY}\nbuild: [{virt-customize: {}, other: {}}]`;
    expect(disk(body).build).toEqual([{ builder: 'virt-customize', options: {} }]);
    expect(warnings(diskFile(body))).toEqual(['12:45 IGNORED_KEY domains.vm0.disks[0].build[0].other']);
  });
});

describe('networks', () => {
  it.each([
    ['type: natt', '4:11 WRONG_VALUE nets.lago.type'],
    ['gw: 192.168.200', '4:9 WRONG_VALUE nets.lago.gw'],
    ['gw: 192.168.200.01', '4:9 WRONG_VALUE nets.lago.gw'],
    ['dhcp: yes', '4:11 WRONG_TYPE nets.lago.dhcp'],
    ['dhcp: {start: 2}', '4:11 MISSING_KEY nets.lago.dhcp.end'],
    ['dhcp: {end: 2}', '4:11 MISSING_KEY nets.lago.dhcp.start'],
    ['dhcp: {start: 0, end: 254}', '4:19 WRONG_TYPE nets.lago.dhcp.start'],
    ['dhcp: {start: 2, end: 255}', '4:27 WRONG_VALUE nets.lago.dhcp.end'],
    ['dhcp: {start: 20, end: 10}', '4:28 WRONG_VALUE nets.lago.dhcp.end'],
    ['dns_domain_name: a b', '4:22 WRONG_VALUE nets.lago.dns_domain_name'],
    ['dns_records: [a]', '4:18 WRONG_TYPE nets.lago.dns_records'],
    ['dns_records: {www: here}', '4:24 WRONG_VALUE nets.lago.dns_records.www'],
    ['dns_records: {www: }', '4:19 MISSING_KEY nets.lago.dns_records.www'],
    ['dns_records: {w w: 10.0.0.1}', '4:24 BAD_NAME nets.lago.dns_records["w w"]'],
    ['mtu: 1', '4:10 WRONG_VALUE nets.lago.mtu'],
    ['management: perhaps', '4:17 WRONG_VALUE nets.lago.management'],
  ])('%s', (body, expected) => {
    expect(errors(netFile(body))).toEqual([expected]);
  });

  it('accept a range of one address', () => {
    expect(net('dhcp: {start: 2, end: 2}').dhcp).toEqual({ start: 2, end: 2 });
  });

  it('accept a range from the first host on, as Lago does', () => {
    expect(net('dhcp: {start: 1, end: 100}').dhcp).toEqual({ start: 1, end: 100 });
  });

  it.each([
    ['a list', 'nets: [lago]', '2:7 WRONG_TYPE nets'],
    ['nothing', 'nets:', '2:1 MISSING_KEY nets'],
    ['an empty mapping', 'nets: {}', '2:7 NO_NETS nets'],
    ['a name', 'nets: {lago: nat}', '2:14 WRONG_TYPE nets.lago'],
  ])('are not %s', (_, line, expected) => {
    expect(errors(`domains: {}\n${line}\n`)).toEqual([expected]);
  });
});

describe('names', () => {
  const named = (name: string, net = 'lago') =>
    `domains:\n  ${name}: {memory: 64, nics: [net: lago], disks: []}\nnets:\n  ${net}: {}\n`;

  it.each(['vm0', 'a', '0', 'web-1', 'a'.repeat(63)])('%.20s is fine', (name) => {
    expect(errors(named(name))).toEqual([]);
    expect(warnings(named(name, name)).filter((line) => line.includes('NAME'))).toEqual([]);
  });

  it.each(['vm_0', 'VM0', 'vm.lab', 'vm-', '_vm'])('%s is doubtful', (name) => {
    expect(warnings(named(name)).filter((line) => line.includes('NAME'))).toEqual([
      expect.stringMatching(/^2:3 POOR_NAME domains/),
    ]);
  });

  it.each([
    `''`,
    `'a b'`,
    `'a/b'`,
    `'..'`,
    `'-a'`,
    `'a\u00e9'`,
    `"a\\nb"`,
    `'a<b'`,
    `'a$b'`,
    'a'.repeat(64),
  ])('%.20s is refused', (name) => {
    expect(errors(named(name))).toEqual([expect.stringMatching(/^2:3 BAD_NAME domains/)]);
    expect(errors(named('vm0', name))).toEqual([expect.stringMatching(/^4:3 BAD_NAME nets/)]);
  });

  it('are at most 1000', () => {
    const many = Array.from({ length: 1001 }, (_, index) => `  n${index}:\n`).join('');
    expect(errors(`domains: {}\nnets:\n${many}`)).toEqual(['3:3 TOO_MANY nets']);
  });
});

it('reports all errors of a file at once, in the order of the file', () => {
  const text = `nets:
  lago: {type: natt}
domains:
  vm0:
    memory: much
    nics: [{net: lago, ip: x}]
    disks:
      - {name: a, type: empt, dev: vda, format: cow}
      - {name: b, type: file, dev: vdb, format: raw}
  vm1: 7
  v m:
    nics: []
`;
  expect(errors(text)).toEqual([
    '2:16 WRONG_VALUE nets.lago.type',
    '5:13 WRONG_VALUE domains.vm0.memory',
    '6:28 WRONG_VALUE domains.vm0.nics[0].ip',
    '8:25 WRONG_VALUE domains.vm0.disks[0].type',
    '8:49 WRONG_VALUE domains.vm0.disks[0].format',
    '9:9 MISSING_KEY domains.vm0.disks[1].path',
    '10:8 WRONG_TYPE domains.vm1',
    '11:3 BAD_NAME domains["v m"]',
    '12:11 WRONG_VALUE domains["v m"].nics',
  ]);
});

it('stops listing after 1000', () => {
  const many = Array.from({ length: 1500 }, (_, index) => `k${index}: x`).join(', ');
  const problems = errorsOf(netFile(`{${many}}`), { strict: true });
  expect(problems).toHaveLength(1001);
  expect(problems.at(-1)).toMatchObject({ code: 'MORE_PROBLEMS', message: 'and 500 more' });
});
