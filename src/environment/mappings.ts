import { isIPv4 } from 'node:net';
import { StateError, UserError } from '../host/errors.ts';
import { writeJson } from '../host/files.ts';
import type { EnvironmentPlan, NetPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { withEnvironmentLock } from './environment-lock.ts';
import { loadPlan, savePlan } from './plan-store.ts';
import { netSpecFile, type PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';

/** Names -> IPv4 addresses. */
export type Mappings = Readonly<Record<string, string>>;

/** A DNS name: labels of letters, digits, hyphens and underscores. */
const DNS_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/;

/**
 * A plan with more names in one network, which every management network's DNS serves.
 *
 * @throws {UserError} `MAPPING_INVALID` for what is no DNS name or no IPv4 address.
 * @throws {StateError} `MAPPING_TAKEN` for a name that another address has.
 */
export function withMappings(plan: EnvironmentPlan, net: string, mappings: Mappings): EnvironmentPlan {
  for (const [name, ip] of Object.entries(mappings)) check(plan, name, ip);
  const extended = (candidate: NetPlan): NetPlan => {
    const mapping = candidate.name === net ? { ...candidate.mapping, ...mappings } : candidate.mapping;
    if (!candidate.management) return { ...candidate, mapping, spec: { ...candidate.spec, mapping } };
    const dnsRecords = { ...candidate.dnsRecords, ...mappings };
    return { ...candidate, mapping, dnsRecords, spec: { ...candidate.spec, mapping, dns_records: dnsRecords } };
  };
  return { ...plan, nets: new Map([...plan.nets].map(([name, candidate]) => [name, extended(candidate)])) };
}

function check(plan: EnvironmentPlan, name: string, ip: string): void {
  if (!DNS_NAME.test(name) || !isIPv4(ip)) {
    throw new UserError(
      'MAPPING_INVALID',
      `${JSON.stringify(name)}: ${JSON.stringify(ip)} maps no DNS name to an IPv4 address`,
      {
        hint: 'For example `addMapping("registry", "192.168.200.7")`.',
      },
    );
  }
  const others = [...plan.nets.values()].map((net) => ({ ...net.dnsRecords, ...net.mapping })[name]);
  const other = others.find((address) => address !== undefined && address !== ip);
  if (other === undefined) return;
  throw new StateError('MAPPING_TAKEN', `the name ${name} is that of ${other} already`, {
    hint: 'Choose another name.',
  });
}

/**
 * Adds names to a network: in the saved environment, and at once in the DNS of networks that are up.
 *
 * @returns the plan with them.
 * @throws as {@link withMappings}.
 */
export async function addMappings(
  {
    plan,
    paths,
    providers,
  }: { readonly plan: EnvironmentPlan; readonly paths: PrefixPaths; readonly providers: Providers },
  net: string,
  mappings: Mappings,
  services: Services,
): Promise<EnvironmentPlan> {
  return withEnvironmentLock(plan.uuid, services, async () => {
    // Another process may have added some since this one has read the plan.
    const saved = { ...(await loadPlan(paths.plan)), host: plan.host };
    const extended = withMappings(saved, net, mappings);
    await savePlan(paths.plan, extended);
    for (const { name, spec } of extended.nets.values()) await writeJson(netSpecFile(paths, name), spec);
    await publish(saved, extended, providers, services);
    return extended;
  });
}

async function publish(
  before: EnvironmentPlan,
  after: EnvironmentPlan,
  providers: Providers,
  { log, signal }: Services,
): Promise<void> {
  const up = await providers.netsUp(after, { log, signal });
  for (const net of after.nets.values()) {
    const old = before.nets.get(net.name);
    if (old === undefined || !net.management || !up.has(net.name)) continue;
    await providers.ofNet(net).updateDns?.({ net: old, plan: before }, { net, plan: after }, { log, signal });
  }
}
