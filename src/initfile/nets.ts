import type { Context } from './context.ts';
import { defined } from './defined.ts';
import { toInput } from './input.ts';
import { dhcpSchema, netSchema } from './net-schema.ts';
import { shortened } from './printable.ts';
import { find, isPresent, type MapNode, toPlain, toPlainMapping } from './tree.ts';
import type { KeyPath, NetSpec } from './types.ts';

/** Checks one network; undefined when it has errors, all of which are then reported. */
export function parseNet(name: string, map: MapNode, path: KeyPath, context: Context): NetSpec | undefined {
  const fields = context.parse(netSchema, toInput(map), path);
  checkRecordNames(map, path, context);
  checkRange(map, path, context);
  if (fields === undefined) return undefined;
  const mainDns = find(map, ['main_dns']);
  return {
    name,
    type: fields.type ?? 'nat',
    dnsRecords: fields.dns_records ?? {},
    raw: toPlainMapping(map),
    ...defined({
      management: fields.management,
      gw: fields.gw,
      dhcp: fields.dhcp,
      dnsDomainName: fields.dns_domain_name,
      mtu: fields.mtu,
    }),
    ...(isPresent(mainDns) ? { mainDns: toPlain(mainDns) } : {}),
  };
}

function checkRange(map: MapNode, path: KeyPath, context: Context): void {
  const dhcp = find(map, ['dhcp']);
  const range = dhcp?.kind === 'map' ? dhcpSchema.safeParse(toInput(dhcp)).data : undefined;
  if (range === undefined || range.start <= range.end) return;
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
