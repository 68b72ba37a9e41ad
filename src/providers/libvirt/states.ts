import type { DomainState } from '../provider.ts';

/** Libvirt's numbers for domain states (virDomainState), as `domstats --state` prints them. */
const STATES: readonly DomainState[] = [
  'no state',
  'running',
  'blocked',
  'paused',
  'begin shut down',
  'shut off',
  'crashed',
  'suspended',
];

/** Reads the output of `virsh domstats --state`: libvirt name -> state. */
export function parseDomainStates(text: string): Map<string, DomainState> {
  const states = new Map<string, DomainState>();
  let name: string | undefined;
  for (const line of text.split('\n')) {
    const heading = /^Domain: '(.*)'$/.exec(line.trim());
    if (heading) name = heading[1];
    const state = /^\s*state\.state=(\d+)$/.exec(line);
    if (state && name !== undefined) states.set(name, STATES[Number(state[1])] ?? 'unknown');
  }
  return states;
}

/** Reads the addresses out of `virsh domifaddr`: MAC -> IPv4 addresses. */
export function parseInterfaceAddresses(text: string): Map<string, string[]> {
  const addresses = new Map<string, string[]>();
  let mac: string | undefined;
  for (const line of text.split('\n')) {
    const [, found, ip] = /([0-9a-f]{2}(?::[0-9a-f]{2}){5}|-)\s+ipv4\s+([0-9.]+)/i.exec(line) ?? [];
    if (found === undefined || ip === undefined) continue;
    if (found !== '-') mac = found.toLowerCase();
    if (mac !== undefined) addresses.set(mac, [...(addresses.get(mac) ?? []), ip]);
  }
  return addresses;
}

/** Reads dnsmasq's file of leases (`<expiry> <MAC> <address> <name> <id>` in each line): MAC -> IPv4 addresses. */
export function parseLeaseFile(text: string): Map<string, string[]> {
  return collect(text, /^\d+ (?<mac>[0-9a-f]{2}(?::[0-9a-f]{2}){5}) (?<ip>\d+(?:\.\d+){3}) /i);
}

/** Reads the output of `ip -4 neighbour show` (`<address> dev <name> lladdr <MAC> <state>`): MAC -> IPv4 addresses. */
export function parseNeighbours(text: string): Map<string, string[]> {
  return collect(text, /^(?<ip>\d+(?:\.\d+){3}) .*\blladdr (?<mac>[0-9a-f]{2}(?::[0-9a-f]{2}){5})\b/i);
}

function collect(text: string, pattern: RegExp): Map<string, string[]> {
  const addresses = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const { mac, ip } = pattern.exec(line)?.groups ?? {};
    if (mac === undefined || ip === undefined) continue;
    const key = mac.toLowerCase();
    addresses.set(key, [...(addresses.get(key) ?? []), ip]);
  }
  return addresses;
}
