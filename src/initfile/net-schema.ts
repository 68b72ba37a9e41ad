import { z } from 'zod';
import { flag, ipv4, mtu, oneOf, text, whole } from './fields.ts';

const SUBNET = 'a subnet such as 10.20.0.0/16';

const DOMAIN_NAME = 'a DNS domain such as lago.local';

/** Last host number of a /16, the largest subnet there can be. */
const LAST_HOST = 65_534;

const HOST = 'the last octet of an address, or in a network with `subnet` also an address in it';

/** A host number, counted from the start of the subnet, or an address. */
function host() {
  return z.union([whole(HOST, 1, LAST_HOST), ipv4()], { error: HOST });
}

const PREFIX = 'true, false, or an IPv6 prefix of 64 bits such as fd00:1::/64';

function ipv6() {
  return z.union([z.cidrv6({ error: PREFIX }).regex(/\/64$/, { error: PREFIX }), flag()], { error: PREFIX });
}

const INTERFACE = 'the name of a network interface such as eth1';

function interfaceName() {
  return text(INTERFACE).regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/, { error: INTERFACE });
}

/** `uplink` of a network, in its long form. */
export const uplinkSchema = z.object(
  {
    interface: interfaceName().describe('Interface of the host.'),
    force: flag().optional().describe('Take it although the host uses it itself. Default: false.'),
  },
  { error: 'a mapping with `interface`' },
);

/** `dhcp` of a network. */
export const dhcpSchema = z.object(
  {
    start: host().describe('First dynamic address: its last octet, or the address.'),
    end: host().describe('Last dynamic address: its last octet, or the address.'),
  },
  { error: 'a mapping with `start` and `end`' },
);

/** A network. */
export const netSchema = z.object({
  type: oneOf(['nat', 'bridge']).optional().describe('Default: nat.'),
  management: flag().optional().describe('Whether SSH goes over this network. Default: the first network by name.'),
  gw: ipv4().optional().describe('Gateway. Default: the first address of the subnet.'),
  subnet: z
    .cidrv4({ error: SUBNET })
    .optional()
    .describe('Subnet, /16 to /29, within the pool of the host. Default: a free /24.'),
  isolated: flag().optional().describe('No way out: guests reach each other and the host. Default: false.'),
  ipv6: ipv6().optional().describe('Whether it has IPv6, or its prefix of 64 bits. Default: true.'),
  uplink: z
    .union([interfaceName(), uplinkSchema], { error: `${INTERFACE}, or a mapping with \`interface\`` })
    .optional()
    .describe('Interface of the host that a bridge network takes while it is up.'),
  dhcp: dhcpSchema.optional().describe('Range of dynamic addresses. Default: no DHCP server.'),
  dns_domain_name: text(DOMAIN_NAME)
    .regex(/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?$/, { error: DOMAIN_NAME })
    .optional()
    .describe('DNS domain of a management network. Default: lago.local.'),
  dns_records: z
    .record(z.string(), ipv4(), { error: 'a mapping of host names to addresses' })
    .optional()
    .describe('More DNS records of a management network: host name to IPv4 address.'),
  main_dns: z.unknown().optional().describe('Counts as a DNS attribute in checks only.'),
  mtu: mtu().optional().describe('Bytes. Default: 1500.'),
});

/** What {@link netSchema} gives. */
export type NetFields = z.output<typeof netSchema>;
