import type { DomainSpec, NetSpec, PlanProblem, ReportProblem } from '../initfile/types.ts';

/** DNS domain of a management network that names none. */
export const DEFAULT_DNS_DOMAIN = 'lago.local';

/** Names of the management networks, sorted: those marked `management: true`, else the alphabetically first of all. */
export function chooseManagementNets(nets: ReadonlyMap<string, NetSpec>): readonly string[] {
  const sorted = [...nets.keys()].sort();
  const marked = sorted.filter((name) => nets.get(name)?.management === true);
  return marked.length > 0 ? marked : sorted.slice(0, 1);
}

/**
 * The management network of each domain that touches exactly one (with one NIC or several). The others are reported, as
 * are NICs on networks that do not exist.
 */
export function chooseDomainManagement(
  domains: ReadonlyMap<string, DomainSpec>,
  nets: ReadonlyMap<string, NetSpec>,
  managementNets: readonly string[],
  report: ReportProblem,
): ReadonlyMap<string, string> {
  const chosen = new Map<string, string>();
  if (nets.size === 0) {
    if (domains.size === 0) return chosen;
    const message = 'there are no networks, but every VM needs one';
    report({
      severity: 'error',
      code: 'NO_NETS',
      path: ['nets'],
      message,
      hint: 'add `nets: {mgmt: {dhcp: {start: 100, end: 254}}}`',
    });
    return chosen;
  }
  for (const domain of domains.values()) {
    const allKnown = checkNics(domain, nets, report);
    const touched = managementNets.filter((net) => domain.nics.some((nic) => nic.net === net));
    const [only] = touched;
    if (only !== undefined && touched.length === 1) chosen.set(domain.name, only);
    else if (touched.length > 1) report(severalManagementNets(domain, touched));
    else if (allKnown) report(noManagementNet(domain, managementNets));
  }
  return chosen;
}

function checkNics(domain: DomainSpec, nets: ReadonlyMap<string, NetSpec>, report: ReportProblem): boolean {
  const unknown = domain.nics.map((nic, index) => ({ nic, index })).filter(({ nic }) => !nets.has(nic.net));
  for (const { nic, index } of unknown) {
    report({
      severity: 'error',
      code: 'UNKNOWN_NET',
      path: ['domains', domain.name, 'nics', index, 'net'],
      message: `VM ${domain.name} has a NIC on network \`${nic.net}\`, which is not among the nets: ${[...nets.keys()].join(', ')}`,
      unknown: { name: nic.net, known: [...nets.keys()] },
    });
  }
  return unknown.length === 0;
}

function noManagementNet(domain: DomainSpec, managementNets: readonly string[]): PlanProblem {
  return {
    severity: 'error',
    code: 'NO_MANAGEMENT_NET',
    path: ['domains', domain.name, 'nics'],
    message: `VM ${domain.name} has no NIC on a management network`,
    hint: `add a NIC with \`net: ${managementNets.join('` or `net: ')}\`, or mark one of its networks \`management: true\``,
  };
}

function severalManagementNets(domain: DomainSpec, touched: readonly string[]): PlanProblem {
  return {
    severity: 'error',
    code: 'SEVERAL_MANAGEMENT_NETS',
    path: ['domains', domain.name, 'nics'],
    message: `VM ${domain.name} has NICs on several management networks (${touched.join(', ')}), but only one can manage it`,
    hint: 'keep its NICs on one of them',
  };
}
