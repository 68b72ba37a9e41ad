import type { ReportProblem } from '../initfile/types.ts';
import type { NicAddress } from './addresses.ts';
import { isDnsName } from './rules.ts';

/** How strong the claim to a name is: where two NICs claim one name, the lower number gets it. */
const RANK = { domain: 0, interface: 1, onNet: 2, nthOnNet: 3 } as const;

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
export function nicNames(
  addresses: readonly NicAddress[],
  managementNets: ReadonlyMap<string, string>,
): readonly NicName[] {
  const names: NicName[] = [];
  const counts = new Map<string, number>();
  for (const { domain, index, net, ip } of addresses) {
    const key = JSON.stringify([domain, net]);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const add = (name: string, rank: number): void => {
      if (isDnsName(name)) names.push({ name, ip, net, domain, rank });
    };
    add(`${domain}-eth${index}`, RANK.interface);
    if (count === 0) add(`${domain}-${net}`, RANK.onNet);
    add(`${domain}-${net}-${count}`, RANK.nthOnNet);
  }
  for (const { domain, net, ip } of mainAddresses(addresses, managementNets)) {
    names.push({ name: domain, ip, net, domain, rank: RANK.domain });
  }
  return names.sort((a, b) => a.rank - b.rank);
}

/** The address of each VM: that of its lowest NIC on its management network. */
export function mainAddresses(
  addresses: readonly NicAddress[],
  managementNets: ReadonlyMap<string, string>,
): readonly NicAddress[] {
  const main = new Map<string, NicAddress>();
  for (const address of addresses) {
    const best = main.get(address.domain);
    if (managementNets.get(address.domain) !== address.net) continue;
    if (!best || address.index < best.index) main.set(address.domain, address);
  }
  return [...main.values()];
}

/** Name -> address, sorted by name; of several claims to one name the strongest counts. */
export function resolveNames(names: readonly NicName[]): Readonly<Record<string, string>> {
  const resolved = new Map<string, string>();
  for (const { name, ip } of names) if (!resolved.has(name)) resolved.set(name, ip);
  return Object.fromEntries([...resolved].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Warns of names (in DNS, case does not count) that two VMs claim, as VM `a-b` and VM `a` on network `b` claim `a-b`. */
export function reportClashes(names: readonly NicName[], report: ReportProblem): void {
  const winners = new Map<string, NicName>();
  for (const candidate of names) {
    const key = candidate.name.toLowerCase();
    const winner = winners.get(key);
    if (!winner) winners.set(key, candidate);
    else if (winner.domain !== candidate.domain) {
      report({
        severity: 'warning',
        code: 'NAME_CLASH',
        path: ['domains', candidate.domain],
        message: `the name \`${candidate.name}\` is claimed by VM ${winner.domain} and VM ${candidate.domain}; it leads to ${winner.domain} (${winner.ip})`,
        hint: 'rename a VM or a network to tell them apart',
      });
    }
  }
}
