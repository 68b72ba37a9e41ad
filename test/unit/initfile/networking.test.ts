import { describe, expect, it } from 'vitest';
import { domain, errors, errorsOf, net, netFile, parse } from './helpers.ts';

function nic(body: string) {
  const text = `nets: {a: {}}\ndomains:\n  vm0:\n    memory: 64\n    disks: []\n    nics: [{net: a, ${body}}]\n`;
  return { text, spec: () => parse(text).domains.get('vm0')?.nics[0] };
}

describe('a network', () => {
  it.each([
    ['subnet: 10.20.0.0/16', { subnet: '10.20.0.0/16' }],
    ['subnet: 10.20.0.0/16\ndhcp: {start: 10.20.1.1, end: 1000}', { dhcp: { start: '10.20.1.1', end: 1000 } }],
    ['isolated: yes', { isolated: true }],
    ['ipv6: no', { ipv6: false }],
    ['ipv6: true', { ipv6: true }],
    ['ipv6: fd00:1::/64', { ipv6: 'fd00:1::/64' }],
    ['type: bridge\nuplink: eth1', { uplink: { interface: 'eth1', force: false } }],
    ['type: bridge\nuplink: {interface: enp3s0.5, force: on}', { uplink: { interface: 'enp3s0.5', force: true } }],
  ])('%j is understood', (body, expected) => {
    expect(net(body)).toMatchObject(expected);
  });

  it('says none of it by default', () => {
    const { subnet, isolated, ipv6, uplink } = net('type: nat');
    expect([subnet, isolated, ipv6, uplink]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([
    ['subnet: 10.20.0.0', 'WRONG_VALUE nets.lago.subnet'],
    ['subnet: 10.20.0.0/33', 'WRONG_VALUE nets.lago.subnet'],
    ['subnet: [10.20.0.0/16]', 'WRONG_TYPE nets.lago.subnet'],
    ['isolated: maybe', 'WRONG_VALUE nets.lago.isolated'],
    ['ipv6: fd00:1::/48', 'WRONG_VALUE nets.lago.ipv6'],
    ['ipv6: fd00:1::1', 'WRONG_VALUE nets.lago.ipv6'],
    ['ipv6: perhaps', 'WRONG_VALUE nets.lago.ipv6'],
    ['uplink: eth0/1', 'WRONG_VALUE nets.lago.uplink'],
    ['uplink: a-name-that-is-too-long', 'WRONG_VALUE nets.lago.uplink'],
    ['uplink: {force: true}', 'MISSING_KEY nets.lago.uplink.interface'],
    ['uplink: {interfase: eth1}', 'NEAR_MISS nets.lago.uplink.interfase'],
    ['dhcp: {start: 10, end: 300}', 'WRONG_VALUE nets.lago.dhcp.end'],
    ['dhcp: {start: 192.168.200.5, end: 20}', 'WRONG_VALUE nets.lago.dhcp.start'],
    ['subnet: 10.0.0.0/16\ndhcp: {start: 0, end: 300}', 'WRONG_TYPE nets.lago.dhcp.start'],
    ['subnet: 10.0.0.0/16\ndhcp: {start: 400, end: 300}', 'WRONG_VALUE nets.lago.dhcp.end'],
  ])('%j is refused', (body, expected) => {
    expect(errors(netFile(body)).map((error) => error.replace(/^\S+ /, ''))).toContain(expected);
  });
});

describe('a NIC', () => {
  it.each([
    ['mac: 52:54:00:AB:34:56', '52:54:00:ab:34:56'],
    ['mac: "02-00-00-00-00-01"', '02:00:00:00:00:01'],
    // YAML 1.1 has numbers of base 60, and this is none.
    ['mac: 52:54:00:12:34:56', '52:54:00:12:34:56'],
  ])('%s is taken', (body, mac) => {
    expect(nic(body).spec()?.mac).toBe(mac);
  });

  it.each([
    ['of many machines', 'mac: "01:00:5e:00:00:01"'],
    ['that the kernel keeps for itself', 'mac: "fe:54:00:00:00:01"'],
    ['of zeros', 'mac: "00:00:00:00:00:00"'],
    ['that is too short', 'mac: "52:54:00:00:00"'],
    ['that is none', 'mac: any'],
  ])('a MAC address %s is refused', (_, body) => {
    const [problem, ...more] = errorsOf(nic(body).text);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'WRONG_VALUE', path: ['domains', 'vm0', 'nics', 0, 'mac'] });
  });

  it('may be of another model, one that QEMU has', () => {
    expect(nic('model: e1000').spec()?.model).toBe('e1000');
    expect(errors(nic('model: e100').text)).toEqual([expect.stringContaining('WRONG_VALUE domains.vm0.nics[0].model')]);
  });
});

describe('ports', () => {
  it.each([
    ['ports: 80', [{ address: '127.0.0.1', host: 0, guest: 80 }]],
    ['ports: ["8080:80"]', [{ address: '127.0.0.1', host: 8080, guest: 80 }]],
    ['ports:\n  - 8080:80\n  - 22:22', [8080, 22].map((host) => expect.objectContaining({ host }))],
    ['ports: ["0:80"]', [{ address: '127.0.0.1', host: 0, guest: 80 }]],
    ['ports: ["0.0.0.0:8080:80"]', [{ address: '0.0.0.0', host: 8080, guest: 80 }]],
    ['ports: ["[::1]:8080:80"]', [{ address: '::1', host: 8080, guest: 80 }]],
    ['ports: [{guest: 80}]', [{ address: '127.0.0.1', host: 0, guest: 80 }]],
    ['ports: [{guest: "80", host: 8080, address: 127.0.0.2}]', [{ address: '127.0.0.2', host: 8080, guest: 80 }]],
  ])('%j is understood', (body, ports) => {
    expect(domain(`memory: 64\n${body}`).ports).toEqual(ports);
  });

  it.each([
    'ports: ["80/udp"]',
    'ports: ["0"]',
    'ports: ["8080:0"]',
    'ports: ["65536"]',
    'ports: ["eth0:80:80"]',
    'ports: ["::1:80:80"]',
    'ports: [{host: 80}]',
    'ports: [{guest: 80, address: nowhere}]',
    'ports: {guest: 80}',
    'ports: [[80]]',
  ])('%j is refused', (body) => {
    expect(() => domain(`memory: 64\n${body}`)).toThrow('domains.vm0.ports');
  });

  it.each([
    ['ports: [{guest: 0}]', 'domains.vm0.ports[0].guest: expected a port number from 1 to 65535, got the number 0'],
    ['ports: [{guest: 80, address: x}]', 'domains.vm0.ports[0].address: expected an IP address of the host, got "x"'],
    ['ports: [{host: 80}]', 'domains.vm0.ports[0].guest: `guest` is missing: expected a port number from 1 to 65535'],
  ])('%j: the member that is wrong is named', (body, message) => {
    expect(() => domain(`memory: 64\n${body}`)).toThrow(message);
  });
});
