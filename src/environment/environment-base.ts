import { StateError } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import { forAll } from '../host/parallel.ts';
import type { InventoryHost } from '../inventory/host.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts } from '../providers/plan.ts';
import type { ProviderContext } from '../providers/provider.ts';
import { type Providers, providersOf } from '../providers/providers.ts';
import type { Environment } from './environment.ts';
import { assertThere, withExistingEnvironment } from './environment-lock.ts';
import { forwardingOf, stopForwarder } from './forwarding.ts';
import { FoundAddresses } from './found-addresses.ts';
import { HostKeys } from './host-keys.ts';
import { makeNets } from './make-nets.ts';
import { makeVms } from './make-vms.ts';
import type { Net } from './network.ts';
import type { AccelerationChoice, RebootOptions, StartOptions } from './options.ts';
import { type OwnerRecord, writeRecord } from './owner.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { ShutdownParts } from './shutdown.ts';
import { Snapshots } from './snapshots/snapshots.ts';
import { bringDown } from './start.ts';
import type { Vm } from './vm.ts';
import { waitUntilReady } from './wait.ts';
import { startWatchdog } from './watchdog.ts';

/** Milliseconds that facts gathered by `init` are good for: probing KVM costs half a second, and it was probed just now. */
const FACTS_LIFETIME = 60_000;

/** What `init` found out about the host, for a `start` that follows at once. */
export interface FreshFacts {
  readonly choice: AccelerationChoice;
  readonly host: HostFacts;
}

/** What an environment consists of, and what its operations share. */
export abstract class EnvironmentBase {
  /** 32 hex digits. */
  readonly uuid: string;
  /** Absolute path of the prefix directory. */
  readonly prefix: string;
  readonly paths: PrefixPaths;
  protected readonly services: Services;
  protected readonly providers: Providers;
  protected readonly vms: ReadonlyMap<string, Vm>;
  protected readonly nets: ReadonlyMap<string, Net>;
  protected readonly found: FoundAddresses;
  readonly #fresh: (FreshFacts & { readonly until: number }) | undefined;
  protected readonly snapshotStore: Snapshots;

  /** As `init` made it; disks may be in other images since. */
  protected made: EnvironmentPlan;

  /** @internal */
  constructor(
    plan: EnvironmentPlan,
    paths: PrefixPaths,
    record: Pick<OwnerRecord, 'libvirtUrl' | 'libvirtAuth' | 'imagesDir'>,
    services: Services,
    fresh?: FreshFacts,
  ) {
    this.#fresh = fresh && { ...fresh, until: performance.now() + FACTS_LIFETIME };
    this.uuid = plan.uuid;
    this.prefix = plan.prefix;
    this.paths = paths;
    this.made = plan;
    this.services = services;
    this.providers = services.providers(record);
    this.found = new FoundAddresses(paths.addresses);
    const hostKeys = new HostKeys(paths, () => [...plan.domains.values()].map((domain) => this.#withAddress(domain)));
    this.snapshotStore = new Snapshots({
      paths,
      imagesDir: record.imagesDir,
      providers: this.providers,
      hostKeys,
      forwarding: forwardingOf(plan, paths),
    });
    const common = { paths, providers: this.providers, services, plan: () => this.plan };
    this.vms = makeVms({ ...common, environment: this, found: this.found, hostKeys });
    this.nets = makeNets({
      ...common,
      replan: (changed) => {
        this.made = changed;
      },
      claim: () => this.claim(),
      netsUp: () => this.netsUp(),
    });
  }

  /** Everything that was decided about this environment. */
  get plan(): EnvironmentPlan {
    return this.snapshotStore.planNow(this.made);
  }

  /** Machines by name, in the order of the init file. */
  getVms(): ReadonlyMap<string, Vm> {
    return this.vms;
  }

  /** One machine. @throws {StateError} `VM_UNKNOWN`, listing those there are. */
  vm(name: string): Vm {
    const vm = this.vms.get(name);
    if (vm) return vm;
    throw new StateError('VM_UNKNOWN', `there is no VM ${name} in this environment`, {
      hint: `VMs: ${[...this.vms.keys()].join(', ')}.`,
    });
  }

  /** One network. @throws {StateError} `NET_UNKNOWN`, listing those there are. */
  net(name: string): Net {
    const net = this.nets.get(name);
    if (net) return net;
    throw new StateError('NET_UNKNOWN', `there is no network ${name} in this environment`, {
      hint: `Networks: ${[...this.nets.keys()].join(', ')}.`,
    });
  }

  /** Networks by name, in the order of the init file. */
  getNets(): ReadonlyMap<string, Net> {
    return this.nets;
  }

  /** Closes connections to guests; machines keep running. */
  async close(): Promise<void> {
    await forAll(this.vms.values(), (vm) => vm.close());
  }

  protected async facts(choice: AccelerationChoice, context: ProviderContext): Promise<HostFacts> {
    const fresh = this.#fresh;
    if (fresh?.choice === choice && performance.now() < fresh.until) return fresh.host;
    return this.providers.facts(providersOf(this.plan), choice, context);
  }

  /** Notes in the owner record that there will be machines, and puts a watchdog beside the environment if it needs one. */
  protected async claim(services: Services = this.services): Promise<void> {
    const { environmentsDir } = services.paths;
    await withExistingEnvironment(this.uuid, services, async () => {
      const record = await assertThere(this.uuid, environmentsDir);
      const claimed = { ...record, started: true };
      if (!record.started) await writeRecord(environmentsDir, claimed);
      await startWatchdog(claimed, this.paths.watchdogLog, services);
    });
  }

  protected async bringDown(domains: readonly DomainPlan[], services: Services): Promise<void> {
    await this.snapshotStore.settledIfThere(this.made, services, async () => {
      const running = await bringDown(this.plan, domains, this.providers, services);
      if (running.length === 0) await stopForwarder(this.uuid, this.paths, services);
    });
    await this.found.forget(domains.map(({ name }) => name));
  }

  protected servicesFor(log: Logger, signal: AbortSignal | undefined): Services {
    return { ...this.services, log, signal: signal ?? this.services.signal };
  }

  protected async waitFor(
    domains: readonly DomainPlan[],
    options: Pick<StartOptions, 'sshTimeout'>,
    services: Services,
  ): Promise<void> {
    const vms = domains.map((domain) => this.vm(domain.name));
    await waitUntilReady(
      vms,
      { plan: this.plan, providers: this.providers, paths: this.paths, sshTimeout: options.sshTimeout },
      services,
    );
  }

  protected powerParts(): ShutdownParts {
    return { plan: this.plan, providers: this.providers, vm: (name) => this.vm(name) };
  }

  /** With the address that was found, where none was given. */
  #withAddress(domain: DomainPlan): DomainPlan {
    const ip = domain.ip ?? this.vm(domain.name).inventoryHost().ip;
    return ip === undefined ? domain : { ...domain, ip };
  }

  protected netsUp(): Promise<ReadonlySet<string>> {
    return this.providers.netsUp(this.plan, this.context());
  }

  protected context(): ProviderContext {
    return { log: this.services.log, signal: this.services.signal };
  }

  protected inventoryHosts(): InventoryHost[] {
    return [...this.vms.values()].map((vm) => vm.inventoryHost());
  }

  /** What machines have done by their environment. */
  abstract start(options?: StartOptions): Promise<void>;
  abstract reboot(vms?: readonly string[], options?: RebootOptions): Promise<void>;
  abstract snapshot(...args: Parameters<Environment['snapshot']>): ReturnType<Environment['snapshot']>;
  abstract exportVms(...args: Parameters<Environment['exportVms']>): ReturnType<Environment['exportVms']>;
  abstract revert(...args: Parameters<Environment['revert']>): ReturnType<Environment['revert']>;
}
