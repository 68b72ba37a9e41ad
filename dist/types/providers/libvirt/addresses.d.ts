import type { DomainPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import type { Virsh } from './virsh.ts';
/**
 * IPv4 addresses that a domain has now, by NIC: what its guest agent says, what DHCP servers of this host gave it, and what
 * the host's neighbour table knows. The likeliest comes first; what the last two say may be out of date.
 */
export declare function domainAddresses({ libvirtName, nics }: DomainPlan, virsh: Virsh, context: ProviderContext): Promise<ReadonlyMap<number, readonly string[]>>;
