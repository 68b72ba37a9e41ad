import { readFile } from 'node:fs/promises';
import { ToolError } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import type { DomainPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import { parseInterfaceAddresses, parseLeaseFile, parseNeighbours } from './states.ts';
import { isLocal } from './url.ts';
import type { Virsh } from './virsh.ts';

/** Whom libvirt can ask for the addresses of a domain. */
type Source = 'agent' | 'lease' | 'arp';

/** IPv4 addresses by MAC address in lower case. */
type Addresses = ReadonlyMap<string, readonly string[]>;

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
  const ofLibvirt = (source: Source) => ask(source, libvirtName, virsh, context);
  // The neighbour table as libvirt reads it breaks with newer kernels; here it can be read without its help.
  const ofHost = isLocal(virsh.url) ? [leasesOfHost(), neighbours(context)] : [ofLibvirt('arp')];
  const sources = await Promise.all([ofLibvirt('agent'), ofLibvirt('lease'), ...ofHost]);
  return new Map(
    nics.map(({ index, mac }) => {
      const found = sources.flatMap((source) => source.get(mac.toLowerCase()) ?? []);
      return [index, [...new Set(found)].filter((ip) => !ip.startsWith('169.254.'))];
    }),
  );
}

async function ask(source: Source, name: string, virsh: Virsh, context: ProviderContext): Promise<Addresses> {
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

async function leasesOfHost(): Promise<Addresses> {
  const texts = await Promise.all(LEASE_FILES.map((file) => readFile(file, 'utf8').catch(() => '')));
  return parseLeaseFile(texts.join('\n'));
}

async function neighbours(context: ProviderContext): Promise<Addresses> {
  const { code, stdout } = await tryRun('ip', ['-4', 'neighbour', 'show'], context);
  return code === 0 ? parseNeighbours(stdout) : new Map();
}
