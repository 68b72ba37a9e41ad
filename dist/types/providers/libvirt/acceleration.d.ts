import type { ProviderContext } from '../provider.ts';
import type { Virsh } from './virsh.ts';
/** Whether KVM can be used, and if not, why and what to do. */
export type KvmProbe = {
    readonly usable: true;
} | {
    readonly usable: false;
    readonly cause: 'missing' | 'permission' | 'broken';
    readonly reason: string;
    readonly fix: string;
    /** Commands for root that mend it, where it can be mended from here. */
    readonly repair?: readonly (readonly string[])[];
};
/** The udev rule that opens /dev/kvm to everybody, as hosted runners need it. */
export declare const KVM_UDEV_RULE = "KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0666\", OPTIONS+=\"static_node=kvm\"";
/**
 * Finds out whether domains can run with KVM: /dev/kvm being there does not mean that it works (nested hosts,
 * containers, permissions of the QEMU user), so libvirt starts a paused domain with the CPU mode that domains get.
 */
export declare function probeKvm(virsh: Virsh, context: ProviderContext): Promise<KvmProbe>;
