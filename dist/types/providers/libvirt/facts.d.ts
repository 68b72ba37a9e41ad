import type { HostFacts } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import type { Virsh } from './virsh.ts';
/**
 * Facts about the host that a libvirt connection leads to.
 *
 * @throws {HostError} `LIBVIRT_UNREACHABLE`, or `KVM_UNUSABLE` when KVM is demanded and does not work.
 */
export declare function gatherFacts(virsh: Virsh, wanted: 'auto' | 'kvm' | 'tcg', context: ProviderContext): Promise<HostFacts>;
