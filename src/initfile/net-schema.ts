import { z } from 'zod';
import { flag, ipv4, mtu, oneOf, text, whole } from './fields.ts';

const DOMAIN_NAME = 'a DNS domain such as lago.local';

const octet = () => whole('a whole number from 2 to 254 (the last octet of an address)', 2, 254);

/** `dhcp` of a network. */
export const dhcpSchema = z.object(
  {
    start: octet().describe('Last octet of the first dynamic address.'),
    end: octet().describe('Last octet of the last dynamic address.'),
  },
  { error: 'a mapping with `start` and `end`' },
);

/** A network. */
export const netSchema = z.object({
  type: oneOf(['nat', 'bridge']).optional().describe('Default: nat.'),
  management: flag().optional().describe('Whether SSH goes over this network. Default: the first network by name.'),
  gw: ipv4().optional().describe('Gateway. Default: the first address of the subnet.'),
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
