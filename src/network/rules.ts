import type { NetSpec, ReportProblem } from '../initfile/types.ts';

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
  if (net.type === 'nat' && isManagement && net.dhcp === undefined) {
    const message = `network ${net.name} serves no addresses: guests that do not set their own cannot be reached`;
    say('warning', 'NO_DHCP', 'dhcp', message, 'add `dhcp: {start: 100, end: 254}`');
  }
  checkDns(net, isManagement, netNames, say);
  if (net.type !== 'bridge') {
    if (net.uplink === undefined) return;
    const message = `network ${net.name} cannot have an uplink: only a bridge has one`;
    say('error', 'UPLINK_WITHOUT_BRIDGE', 'uplink', message, 'add `type: bridge`');
    return;
  }
  if (net.isolated === true && net.uplink !== undefined) {
    const message = `network ${net.name} cannot be isolated and have the uplink ${net.uplink.interface}`;
    say('error', 'ISOLATED_UPLINK', 'isolated', message);
  }
  checkIgnored(net, isManagement, say);
}

/** What a bridge does not do, or does anyway. */
function checkIgnored(net: NetSpec, isManagement: boolean, say: Say): void {
  const ignored = (key: string, why: string): void =>
    say('warning', 'IGNORED_ON_BRIDGE', key, `\`${key}\` has no effect on network ${net.name}: ${why}`);
  for (const key of ['gw', 'dhcp', 'subnet', 'ipv6'] as const) {
    if (net[key] !== undefined) ignored(key, 'addresses on a bridge are not managed');
  }
  if (net.isolated === true && net.uplink === undefined)
    ignored('isolated', 'a bridge without `uplink` has no way out');
  if (isManagement && Object.keys(net.dnsRecords).length > 0) ignored('dns_records', 'there is no DNS on a bridge');
}

type Say = (severity: 'error' | 'warning', code: string, key: string, message: string, hint?: string) => void;

function checkDns(net: NetSpec, isManagement: boolean, netNames: readonly string[], say: Say): void {
  if (isManagement && net.mainDns !== undefined) {
    say('warning', 'IGNORED_KEY', 'main_dns', `\`main_dns\` has no effect on network ${net.name}, as in Lago`);
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

/** Reports interfaces that two networks want. */
export function checkUplinks(nets: ReadonlyMap<string, NetSpec>, report: ReportProblem): void {
  const owners = new Map<string, string>();
  for (const { name, type, uplink } of nets.values()) {
    if (type !== 'bridge' || uplink === undefined) continue;
    const owner = owners.get(uplink.interface);
    owners.set(uplink.interface, owner ?? name);
    if (owner === undefined) continue;
    const message = `network ${name} wants the interface ${uplink.interface}, which is the uplink of network ${owner}`;
    report({ severity: 'error', code: 'DUPLICATE_UPLINK', path: ['nets', name, 'uplink'], message });
  }
}
