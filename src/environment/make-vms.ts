import { SERVICE_PROVIDERS } from '../guest/services/detect.ts';
import { Slots } from '../guest/slots.ts';
import { SharedRun } from '../host/shared-run.ts';
import type { DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import type { ProviderContext } from '../providers/provider.ts';
import type { Providers } from '../providers/providers.ts';
import type { Environment } from './environment.ts';
import type { FoundAddresses } from './found-addresses.ts';
import type { HostKeys } from './host-keys.ts';
import { APPLIANCES } from './layers/bring.ts';
import { vmClass } from './plugins/vm-class.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import { SHUTDOWN_TIMEOUT, shutDown } from './shutdown.ts';
import type { Vm } from './vm.ts';

/** What the machines of an environment are made from. */
export interface VmSource {
  readonly environment: Pick<Environment, 'start' | 'reboot' | 'snapshot' | 'revert' | 'exportVms' | 'vm' | 'net'>;
  readonly paths: PrefixPaths;
  readonly providers: Providers;
  readonly services: Services;
  readonly found: FoundAddresses;
  readonly hostKeys: HostKeys;
  /** The plan as it is at the moment. */
  plan(): EnvironmentPlan;
}

/** Makes the machines of an environment, by name, in the order of the init file. */
export function makeVms(source: VmSource): ReadonlyMap<string, Vm> {
  const { environment, services, plan, paths, found, hostKeys } = source;
  const common = {
    ...{ paths, found, hostKeys },
    log: services.log,
    ssh: services.ssh ?? {},
    env: services.env ?? {},
    serviceProviders: [...(services.extensions?.serviceProviders.values() ?? []), ...SERVICE_PROVIDERS],
    appliances: new Slots(APPLIANCES),
    acceleration: () => plan().host.acceleration,
    net: (name: string) => environment.net(name),
  };
  const states = new SharedRun(() => source.providers.states(plan(), contextOf(services)));
  const make = (domain: DomainPlan) =>
    new (vmClass(domain, services.extensions))(domain, {
      ...common,
      route: source.providers.of(domain).route,
      disksAreHere: source.providers.of(domain).disksAreHere === true,
      domain: () => plan().domains.get(domain.name) ?? domain,
      state: async () => (await states.read()).get(domain.name) ?? 'down',
      ...operations(domain, source),
    });
  return new Map([...plan().domains].map(([name, domain]) => [name, make(domain)]));
}

/** What a machine has done by its environment and its provider. */
function operations(domain: DomainPlan, { environment, providers, services, plan }: VmSource) {
  const provider = () => providers.of(domain);
  return {
    addresses: (signal?: AbortSignal) => providers.addresses(domain, contextOf(services, signal)),
    host: () => providers.facts([domain.vmProvider], 'tcg', contextOf(services)),
    start: (options: Parameters<Vm['start']>[0]) => environment.start({ ...options, vms: [domain.name] }),
    stop: () => provider().stop(domain, contextOf(services)),
    shutdown: ({ timeout = SHUTDOWN_TIMEOUT, signal }: NonNullable<Parameters<Vm['shutdown']>[0]> = {}) =>
      shutDown({ plan: plan(), providers, vm: (name) => environment.vm(name) }, [domain], timeout, {
        ...services,
        signal: signal ?? services.signal,
      }),
    reboot: (options: Parameters<Vm['reboot']>[0]) => environment.reboot([domain.name], options),
    snapshot: (name: string, options: Parameters<Vm['createSnapshot']>[1]) =>
      environment.snapshot(name, { ...options, vms: [domain.name] }),
    revert: (name: string, options: Parameters<Vm['revertSnapshot']>[1]) =>
      environment.revert(name, { ...options, vms: [domain.name] }),
    exportDisks: (options: Parameters<Vm['exportDisks']>[0]) =>
      environment.exportVms({ ...options, vms: [domain.name] }),
    diagnostics: (directory: string) => providers.diagnostics(domain, directory, contextOf(services)),
    console: () => providers.able(domain, 'console', 'attach to its console').console(domain),
  };
}

function contextOf({ log, signal: own }: Services, signal?: AbortSignal): ProviderContext {
  return { log, signal: signal ?? own };
}
