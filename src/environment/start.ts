import { StateError, throwIfCancelled } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import { forAll } from '../host/parallel.ts';
import type { DomainPlan, EnvironmentPlan, NetPlan } from '../providers/plan.ts';
import type { ProviderContext } from '../providers/provider.ts';
import type { Providers } from '../providers/providers.ts';
import { type Services, uncancelled } from './services.ts';

/** What a call of `start` brought up itself; a rollback takes down that and nothing else. */
export interface Started {
  readonly nets: NetPlan[];
  readonly domains: DomainPlan[];
  /** Whether it started the process that leads ports to machines. */
  forwarder?: boolean;
}

/** The domains that a caller named, all when it named none. @throws {StateError} `VM_UNKNOWN`, listing those there are. */
export function selectDomains(plan: EnvironmentPlan, names: readonly string[] | undefined): DomainPlan[] {
  if (names === undefined || names.length === 0) return [...plan.domains.values()];
  const unknown = names.filter((name) => !plan.domains.has(name));
  if (unknown.length > 0) {
    throw new StateError('VM_UNKNOWN', `there is no VM ${unknown.join(', ')} in this environment`, {
      hint: `VMs: ${[...plan.domains.keys()].join(', ')}.`,
    });
  }
  return names.map((name) => plan.domains.get(name)).filter((domain) => domain !== undefined);
}

/** Those of the domains that are not machines which exist already; says in the log which are passed over. */
export function passOverExternal(domains: readonly DomainPlan[], log: Logger): DomainPlan[] {
  return domains.filter(({ name, external }) => {
    if (external) log.info(`VM ${name} exists already (vm-provider: ssh): it is left as it is`);
    return external === undefined;
  });
}

/** Networks that the given domains are attached to. */
export function netsOf(plan: EnvironmentPlan, domains: readonly DomainPlan[]): NetPlan[] {
  const names = new Set(domains.flatMap((domain) => domain.nics.map((nic) => nic.net)));
  return [...plan.nets.values()].filter((net) => names.has(net.name));
}

/** Brings up the networks that are down, then all domains that are down at once. Notes what it did in `started`. */
export async function bringUp(
  plan: EnvironmentPlan,
  domains: readonly DomainPlan[],
  nets: readonly NetPlan[],
  providers: Providers,
  services: Services,
  started: Started,
): Promise<void> {
  const context: ProviderContext = { log: services.log, signal: services.signal };
  const [up, states] = await Promise.all([providers.netsUp(plan, context), providers.states(plan, context)]);
  const missing = nets.filter((net) => !up.has(net.name));
  const down = domains.filter((domain) => states.get(domain.name) === 'down');
  await onEach('Start nets', missing, services, async (net) => {
    started.nets.push(net);
    await providers.ofNet(net).start(net, plan, context);
  });
  await onEach('Start VMs', down, services, async (domain) => {
    started.domains.push(domain);
    await providers.of(domain).start(domain, plan, context);
  });
}

/** Does `work` on all items at once, as one named task; none are started once the caller has given up. */
async function onEach<T extends { readonly name: string }>(
  title: string,
  items: readonly T[],
  services: Services,
  work: (item: T) => Promise<void>,
): Promise<void> {
  throwIfCancelled(services.signal, title);
  if (items.length === 0) return;
  const once = async (item: T, signal: AbortSignal) => {
    throwIfCancelled(signal, title);
    await work(item);
  };
  const named = `${title} ${items.map((item) => item.name).join(', ')}`;
  await services.log.task(named, () => forAll(items, once, { signal: services.signal }));
}

/** Takes down what a failed start brought up, machines first. */
export async function takeDown(started: Started, providers: Providers, services: Services): Promise<void> {
  const context: ProviderContext = { log: uncancelled(services).log };
  await forAll(started.domains, (domain) => providers.of(domain).stop(domain, context));
  await forAll(started.nets, (net) => providers.ofNet(net).stop(net, context));
}

/**
 * Cuts the power of the given domains (all without names), then stops the networks that no running domain uses.
 *
 * @returns the domains that still run.
 */
export async function bringDown(
  plan: EnvironmentPlan,
  domains: readonly DomainPlan[],
  providers: Providers,
  services: Services,
): Promise<readonly DomainPlan[]> {
  const context: ProviderContext = { log: services.log, signal: services.signal };
  await onEach('Stop VMs', domains, services, (domain) => providers.of(domain).stop(domain, context));
  const states = await providers.states(plan, context);
  const running = [...plan.domains.values()].filter(
    (domain) => states.get(domain.name) !== 'down' && providers.of(domain).networks !== undefined,
  );
  const used = new Set(netsOf(plan, running).map((net) => net.name));
  const idle = [...plan.nets.values()].filter((net) => !used.has(net.name));
  await onEach('Stop nets', idle, services, (net) => providers.ofNet(net).stop(net, context));
  return running;
}

/** What users are told when guests are emulated although they wanted KVM. */
export function emulationWarning(problem: { readonly reason: string; readonly fix: string }): string {
  const reason = problem.reason.replace(/\.$/, '');
  return `KVM is not used, guests are emulated and many times slower: ${reason}. ${problem.fix}`;
}
