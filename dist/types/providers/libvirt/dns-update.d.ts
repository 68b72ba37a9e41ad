import type { PlannedNet, ProviderContext } from '../provider.ts';
import type { Virsh } from './virsh.ts';
/**
 * Makes the DNS of a live network serve other names. libvirt can only replace the whole entry of an address, and refuses a
 * second entry with a name that another one has: the IPv6 twins of changed entries come back with the next start.
 */
export declare function updateDns(virsh: Virsh, before: PlannedNet, after: PlannedNet, context: ProviderContext): Promise<void>;
