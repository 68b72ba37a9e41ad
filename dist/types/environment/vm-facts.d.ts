import type { InventoryHost } from '../inventory/host.ts';
import type { DiskPlan, DomainPlan } from '../providers/plan.ts';
import type { GuestRoute } from '../providers/provider.ts';
import type { Net } from './network.ts';
import { type PrefixPaths } from './prefix.ts';
import type { VmNic } from './vm-addresses.ts';
/** A disk of a machine, as users see it. */
export type DiskView = Pick<DiskPlan, 'name' | 'path' | 'format' | 'device' | 'bus' | 'dev' | 'metadata'>;
/** What the facts about a machine are taken from. */
export interface FactParts {
    readonly paths: PrefixPaths;
    /** The way to the machine; direct without it. */
    readonly route?: GuestRoute | undefined;
    /** The plan as it is now: disks may be in other images than at first. */
    domain(): DomainPlan;
    /** Spec with what was found out about the guest since. */
    spec(): Readonly<Record<string, unknown>>;
    net(name: string): Net;
}
/** What is known about a machine without asking it. */
export declare abstract class VmFacts {
    #private;
    /** Name in the init file. */
    get name(): string;
    /** Name with the DNS domain of the management network. */
    get fqdn(): string;
    /** Ansible groups. */
    get groups(): readonly string[];
    /** Guest paths that `collect` takes. */
    get artifacts(): readonly string[];
    /** Saved spec in Lago's spelling, with what was found out about the guest since; a copy. */
    get spec(): Readonly<Record<string, unknown>>;
    /** `metadata` of the init file, with the deploy scripts where they are now; a copy. */
    get metadata(): Readonly<Record<string, unknown>>;
    /** Disks in the order of the init file. */
    get disks(): DiskView[];
    /** Kind of machine: `vm-type`. */
    get vmType(): string;
    /** What runs it: `vm-provider`. */
    get vmProvider(): string;
    /** Distribution, from the init file or the template. */
    distro(): string | undefined;
    /** Password of root: `root-password`, else that of SSH; undefined when none was given. */
    rootPassword(): string | undefined;
    /** iSCSI name that Lago gives to a machine. */
    iscsiName(): string;
    /** Name of the network that `ip()` and SSH use. */
    get managementNet(): string;
    /** The network that `ip()` and SSH use; undefined for machines on networks that are not ours. */
    get mgmtNet(): Net | undefined;
    /**
     * Address on the management network.
     *
     * @throws {StateError} `VM_ADDRESS_UNKNOWN` on a bridge network before the guest was reached.
     */
    ip(): string;
    /** All addresses, in the order of the NICs. */
    allIps(): string[];
    /** Addresses on one network. */
    ipsInNet(net: string): string[];
    /** NICs in the order of the init file. */
    nics(): VmNic[];
    /** Name of the network of each NIC, in the order of the init file. */
    nets(): string[];
    /** Path of the file with everything that the serial console said. */
    get serialLog(): string;
    /** Writes the spec as Lago does, with what was found out about the guest; into `virt/vm-<name>` unless a file is named. */
    save(file?: string): Promise<void>;
    /** What inventories and `ssh` configurations need of this machine. */
    inventoryHost(): InventoryHost;
}
