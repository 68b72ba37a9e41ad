import type { ReportProblem } from '../initfile/types.ts';
import type { NicAddress } from './addresses.ts';
/** A name of a NIC. */
export interface NicName {
    readonly name: string;
    readonly ip: string;
    readonly net: string;
    readonly domain: string;
    readonly rank: number;
}
/**
 * All names under which NICs are known: `<vm>` on its management network, `<vm>-eth<i>`, `<vm>-<net>` for the first NIC
 * recorded there, `<vm>-<net>-<k>` for the k-th; names too long for DNS are left out. NICs are counted per VM and network, not by the names' beginnings as in
 * Lago, so a VM `a` with a network `b` does not disturb a VM `a-b`.
 */
export declare function nicNames(addresses: readonly NicAddress[], managementNets: ReadonlyMap<string, string>): readonly NicName[];
/** The address of each VM: that of its lowest NIC on its management network. */
export declare function mainAddresses(addresses: readonly NicAddress[], managementNets: ReadonlyMap<string, string>): readonly NicAddress[];
/** Name -> address, sorted by name; of several claims to one name the strongest counts. */
export declare function resolveNames(names: readonly NicName[]): Readonly<Record<string, string>>;
/** Warns of names (in DNS, case does not count) that two VMs claim, as VM `a-b` and VM `a` on network `b` claim `a-b`. */
export declare function reportClashes(names: readonly NicName[], report: ReportProblem): void;
