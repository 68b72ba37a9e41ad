import { readFile } from 'node:fs/promises';
import { ToolError } from '../../host/errors.ts';
import type { DomainPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import { parseInterfaceAddresses, parseLeaseFile } from './states.ts';
import { isLocal } from './url.ts';
import type { Virsh } from './virsh.ts';

/** Whom libvirt can ask for the addresses of a domain: the one that knows best first. */
const SOURCES = ['agent', 'lease', 'arp'] as const;

/** Milliseconds that a guest agent gets to answer; one that hangs would keep everybody waiting. */
const AGENT_TIMEOUT = 5000;

/** Where a dnsmasq that is not libvirt's keeps its leases, on Debian and Fedora. */
const LEASE_FILES = ['/var/lib/misc/dnsmasq.leases', '/var/lib/dnsmasq/dnsmasq.leases'];

/**
 * IPv4 addresses that a domain has now, by NIC: what its guest agent says, what DHCP servers of this host gave it, and what
 * the host's neighbour table knows. The likeliest comes first; what the last two say may be out of date.
 */
export async function domainAddresses(
  { libvirtName, nics }: DomainPlan,
  virsh: Virsh,
  context: ProviderContext,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const [agent, lease, arp] = await Promise.all(SOURCES.map((source) => ask(source, libvirtName, virsh, context)));
  const served = isLocal(virsh.url) ? await leasesOfHost() : new Map<string, string[]>();
  const sources = [agent, lease, served, arp];
  return new Map(
    nics.map(({ index, mac }) => {
      const found = sources.flatMap((source) => source?.get(mac.toLowerCase()) ?? []);
      return [index, [...new Set(found)].filter((ip) => !ip.startsWith('169.254.'))];
    }),
  );
}

async function ask(
  source: (typeof SOURCES)[number],
  name: string,
  virsh: Virsh,
  context: ProviderContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const args = ['domifaddr', name, '--full', '--source', source];
  try {
    const { code, stdout } = await virsh.try(args, context, source === 'agent' ? AGENT_TIMEOUT : undefined);
    return code === 0 ? parseInterfaceAddresses(stdout) : new Map();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    context.log.debug(error.message);
    return new Map();
  }
}

async function leasesOfHost(): Promise<ReadonlyMap<string, readonly string[]>> {
  const texts = await Promise.all(LEASE_FILES.map((file) => readFile(file, 'utf8').catch(() => '')));
  return parseLeaseFile(texts.join('\n'));
}
