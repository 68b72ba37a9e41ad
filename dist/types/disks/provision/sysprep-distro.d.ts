import type { DomainPlan } from '../../providers/plan.ts';
/** Kinds of guests that need something of their own. */
export type GuestFamily = 'el6' | 'el7' | 'fedora-old' | 'debian' | 'other';
/**
 * Kind of a guest, by the `distro` of its template. Newer Fedora and EL releases need nothing: NetworkManager brings up
 * every NIC by itself. Old ones get what Lago gave them.
 */
export declare function familyOf(distro: string | undefined): GuestFamily;
/** Arguments of virt-sysprep that only some kinds of guests need, in the order in which they take effect. */
export declare function distroArgs(domain: DomainPlan): readonly string[];
/** Those of them that differ from machine to machine: its name and its NICs. */
export declare function machineArgs(domain: DomainPlan): readonly string[];
/** Those that are the same for all machines of a distribution. */
export declare function systemArgs({ distro }: Pick<DomainPlan, 'distro'>): readonly string[];
