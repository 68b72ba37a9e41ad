import type { Context } from './context.ts';
import { defined } from './defined.ts';
import { toInput } from './input.ts';
import { dhcpSchema, type NetFields, netSchema } from './net-schema.ts';
import { shortened } from './printable.ts';
import { find, isPresent, type MapNode, toPlain, toPlainMapping } from './tree.ts';
import type { KeyPath, NetSpec, UplinkSpec } from './types.ts';

const LAST_OF_24 = 254;

const OCTET = 'a whole number from 1 to 254 (the last octet of an address)';

/** Checks one network. What is wrong is reported and left out. */
export function parseNet(name: string, map: MapNode, path: KeyPath, context: Context): NetSpec {
  const fields = context.parse(netSchema, toInput(map), path) ?? {};
  checkRecordNames(map, path, context);
  checkRange(map, path, context);
  const mainDns = find(map, ['main_dns']);
  return {
    name,
    type: fields.type ?? 'nat',
    dnsRecords: fields.dns_records ?? {},
    raw: toPlainMapping(map),
    ...defined({
      management: fields.management,
      gw: fields.gw,
      subnet: fields.subnet,
      dhcp: fields.dhcp,
      isolated: fields.isolated,
      ipv6: fields.ipv6,
      uplink: uplinkOf(fields),
      dnsDomainName: fields.dns_domain_name,
      mtu: fields.mtu,
    }),
    ...(isPresent(mainDns) ? { mainDns: toPlain(mainDns) } : {}),
  };
}

function uplinkOf({ uplink }: NetFields): UplinkSpec | undefined {
  if (typeof uplink === 'string') return { interface: uplink, force: false };
  return uplink && { interface: uplink.interface, force: uplink.force ?? false };
}

/** Without `subnet` the network will be some /24, so both are last octets; with it the plan knows what they mean. */
function checkRange(map: MapNode, path: KeyPath, context: Context): void {
  const dhcp = find(map, ['dhcp']);
  const range = dhcp?.kind === 'map' ? dhcpSchema.safeParse(toInput(dhcp)).data : undefined;
  if (range === undefined) return;
  if (!isPresent(find(map, ['subnet']))) {
    for (const key of ['start', 'end'] as const) {
      const value = range[key];
      if (typeof value === 'number' && value >= 1 && value <= LAST_OF_24) continue;
      context.unexpected('WRONG_VALUE', [...path, 'dhcp', key], OCTET);
    }
  }
  if (typeof range.start !== 'number' || typeof range.end !== 'number' || range.start <= range.end) return;
  const message = `\`end\` (${range.end}) is below \`start\` (${range.start})`;
  context.error('WRONG_VALUE', [...path, 'dhcp', 'end'], message);
}

function checkRecordNames(map: MapNode, path: KeyPath, context: Context): void {
  const records = find(map, ['dns_records']);
  if (records?.kind !== 'map') return;
  for (const key of records.entries.keys()) {
    if (/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})?$/.test(key)) continue;
    context.error('BAD_NAME', [...path, 'dns_records', key], `"${shortened(key)}" is not a host name`);
  }
}
