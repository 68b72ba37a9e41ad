import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import { isHostOctet, parseIpv4 } from './ipv4.ts';

/** Limits of an Ethernet MTU in bytes, as libvirt and Linux have them. */
const MIN_MTU = 68;
const MAX_MTU = 65_535;
/** Letters of one DNS label; the underscore is for service records. Nothing else may get into dnsmasq's files. */
const LABEL = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** Whether a text can be a DNS name: labels of at most 63 letters, digits, `-` and `_`, at most 253 characters in all. */
export function isDnsName(text: string): boolean {
  return text.length <= 253 && DNS_NAME.test(text);
}

/** Reports what is wrong with a network on its own, its gateway apart. */
export function checkNet(
  net: NetSpec,
  isManagement: boolean,
  netNames: readonly string[],
  report: ReportProblem,
): void {
  const say = (severity: 'error' | 'warning', code: string, key: string, message: string, hint?: string): void =>
    report({ severity, code, path: ['nets', net.name, key], message, ...(hint === undefined ? {} : { hint }) });
  checkMtu(net.mtu, (message) => say('error', 'BAD_MTU', 'mtu', message));
  checkDhcp(net, isManagement, say);
  checkDns(net, isManagement, netNames, say);
  if (net.type !== 'bridge') return;
  for (const key of ['gw', 'dhcp'] as const) {
    if (net[key] === undefined) continue;
    say(
      'warning',
      'IGNORED_ON_BRIDGE',
      key,
      `\`${key}\` has no effect on network ${net.name}: addresses on a bridge are not managed`,
    );
  }
}

/** Calls `say` when an MTU is none. */
export function checkMtu(mtu: number | undefined, say: (message: string) => void): void {
  if (mtu === undefined || (Number.isInteger(mtu) && mtu >= MIN_MTU && mtu <= MAX_MTU)) return;
  say(`an MTU is a number of bytes from ${MIN_MTU} to ${MAX_MTU}, not ${mtu}`);
}

type Say = (severity: 'error' | 'warning', code: string, key: string, message: string, hint?: string) => void;

function checkDhcp({ name, type, dhcp }: NetSpec, isManagement: boolean, say: Say): void {
  if (type === 'bridge') return;
  if (dhcp === undefined) {
    if (isManagement) {
      const message = `network ${name} serves no addresses: guests that do not set their own cannot be reached`;
      say('warning', 'NO_DHCP', 'dhcp', message, 'add `dhcp: {start: 100, end: 254}`');
    }
    return;
  }
  if (isHostOctet(dhcp.start) && isHostOctet(dhcp.end) && dhcp.start <= dhcp.end) return;
  say(
    'error',
    'BAD_DHCP_RANGE',
    'dhcp',
    `the DHCP range ${dhcp.start} to ${dhcp.end} of network ${name} is none: start and end are last numbers of addresses, 1 to 254, start first`,
  );
}

function checkDns(net: NetSpec, isManagement: boolean, netNames: readonly string[], say: Say): void {
  if (net.dnsDomainName !== undefined && !isDnsName(net.dnsDomainName)) {
    say('error', 'BAD_DNS_DOMAIN', 'dns_domain_name', `\`${net.dnsDomainName}\` is not a DNS domain name`);
  }
  for (const [name, ip] of Object.entries(net.dnsRecords)) {
    if (!isDnsName(name)) say('error', 'BAD_DNS_RECORD', 'dns_records', `\`${name}\` is not a DNS name`);
    if (!parseIpv4(ip))
      say('error', 'BAD_DNS_RECORD', 'dns_records', `the record of ${name}, \`${ip}\`, is not an IPv4 address`);
  }
  if (isManagement || netNames.length < 2) return;
  const hint = 'set `management: true` on it, or move the attribute to a management network';
  const attributes = { dns_domain_name: net.dnsDomainName, main_dns: net.mainDns };
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    // Lago lets an explicit `management: false` pass, so there are files that have it; it never had an effect.
    const severity = net.management === undefined ? 'error' : 'warning';
    const message = `network ${net.name} has \`${key}\` but is not a management network (nets: ${netNames.join(', ')})`;
    say(severity, 'DNS_ON_PLAIN_NET', key, message, hint);
  }
  if (Object.keys(net.dnsRecords).length > 0) {
    const message = `the records of network ${net.name} are not served: only management networks have DNS`;
    say('warning', 'DNS_RECORDS_IGNORED', 'dns_records', message, hint);
  }
}
