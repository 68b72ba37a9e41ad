import type { DomainSpec, PortSpec, ReportProblem } from '../initfile/types.ts';

/** Addresses that stand for all of the host. */
const ANYWHERE = ['0.0.0.0', '::'];

/** Reports ports of the host that two forwards want. */
export function checkPorts(domains: ReadonlyMap<string, DomainSpec>, report: ReportProblem): void {
  const seen: { readonly port: PortSpec; readonly vm: string }[] = [];
  for (const { name, ports } of domains.values()) {
    for (const [index, port] of ports.entries()) {
      const other = seen.find((one) => clash(one.port, port));
      seen.push({ port, vm: name });
      if (other === undefined) continue;
      const message = `port ${port.host} of the host leads to VM ${other.vm} already`;
      const hint = 'choose another, or leave the port of the host out to get a free one';
      report({ severity: 'error', code: 'DUPLICATE_PORT', path: ['domains', name, 'ports', index], message, hint });
    }
  }
}

function clash(a: PortSpec, b: PortSpec): boolean {
  if (a.host === 0 || a.host !== b.host) return false;
  return a.address === b.address || [a.address, b.address].some((address) => ANYWHERE.includes(address));
}
