import type { NetSpec } from '../initfile/types.ts';
import type { NetPlan } from '../providers/plan.ts';

/** What Lago keeps of a network in `virt/net-<name>`: the init file's mapping and what was decided, in Lago's spelling. */
export function netSpec(net: NetSpec, plan: Omit<NetPlan, 'spec'>): Readonly<Record<string, unknown>> {
  return {
    ...net.raw,
    name: plan.name,
    type: plan.type,
    management: plan.management,
    ...(plan.gw === undefined ? {} : { gw: plan.gw }),
    ...(plan.dnsDomainName === undefined ? {} : { dns_domain_name: plan.dnsDomainName }),
    ...(plan.dnsRecords === undefined ? {} : { dns_records: plan.dnsRecords }),
    ...(plan.dnsForward === undefined ? {} : { dns_forward: plan.dnsForward }),
    mapping: plan.mapping,
  };
}
