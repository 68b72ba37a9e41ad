import { expect, test } from 'vitest';
import { MGMT, NAT, planOf, problemsOf } from '../../support/plan.ts';

test('all mistakes of a file are reported at once, in its order, with line and column', () => {
  const problems = problemsOf(`domains:
  web:
    memory: 512
    vm-provider: cloud
    nics:
      - net: mgnt
      - net: data
        ip: 192.168.200.255
    disks:
      - {name: root, type: template, template_name: fedora, dev: vda, format: qcow2}
      - name: extra
        type: file
        path: /etc/passwd
        dev: vdb
        format: raw
nets:
  mgmt: {management: true}
  data:
    gw: 10.0.0.1
    dns_domain_name: x.test
`);
  expect(problems.map(({ code, position: { line, column } }) => `${line}:${column} ${code}`)).toEqual([
    '4:18 UNKNOWN_VM_PROVIDER',
    '6:14 UNKNOWN_NET',
    '8:13 STATIC_IP_OUTSIDE',
    '10:53 UNKNOWN_TEMPLATE',
    '13:15 PATH_NOT_ALLOWED',
    '19:9 GATEWAY_OUTSIDE_RANGE',
    '20:22 DNS_ON_PLAIN_NET',
  ]);
});

test('a mistake that domains share through an anchor is reported once', () => {
  const problems = problemsOf(`
x-common: &common
  memory: 512
  nics: [{net: nowhere}]
  disks: [{name: root, type: template, template_name: nothing, dev: vda, format: qcow2}]
domains:
  a: *common
  b: *common
nets:
  mgmt: {}
`);
  expect(problems.map(({ code }) => code)).toEqual(['UNKNOWN_NET', 'UNKNOWN_TEMPLATE']);
});

test('several doubts of one kind in one place are all reported', () => {
  const plan = planOf({
    domains: {
      'a-b': { memory: 64, nics: [{ net: 'm' }], disks: [] },
      'a-c': { memory: 64, nics: [{ net: 'm' }], disks: [] },
      a: { memory: 64, nics: [{ net: 'm' }, { net: 'b' }, { net: 'c' }], disks: [] },
    },
    nets: { m: MGMT, b: NAT, c: NAT },
  });
  expect(plan.warnings.map(({ code, message }) => [code, /`(.*?)`/.exec(message)?.[1]])).toEqual([
    ['NAME_CLASH', 'a-b'],
    ['NAME_CLASH', 'a-c'],
  ]);
});

test('what a file says is printed without control characters', () => {
  const problems = problemsOf({
    domains: { vm: { memory: 64, nics: [{ net: 'mgmt' }], disks: [], 'vm-type': 'x\u202e::error::y' } },
    nets: { mgmt: NAT },
  });
  expect(problems[0]?.message).toContain('x\\u202e::error::y');
});

test('doubts do not stop planning; they are in the order of the file', () => {
  const plan = planOf({
    domains: { vm: { memory: 64, nics: [{ net: 'mgmt' }, { net: 'br', ip: '192.168.200.9' }], disks: [] } },
    nets: { mgmt: { management: true }, br: { type: 'bridge' } },
  });
  expect(plan.warnings.map(({ code }) => code)).toEqual(['STATIC_IP_UNMANAGED', 'NO_DHCP']);
  expect(plan.warnings.every(({ severity }) => severity === 'warning')).toBe(true);
});

test('the same file and context give the same plan', () => {
  const file = {
    domains: { vm: { memory: 64, nics: [{ net: 'mgmt' }, { net: 'br' }], disks: [] } },
    nets: { mgmt: MGMT, br: { type: 'bridge' } },
  };
  expect(JSON.stringify([...planOf(file).domains])).toBe(JSON.stringify([...planOf(file).domains]));
});
