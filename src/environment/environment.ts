import { withTimeout } from '../host/abort.ts';
import { StateError } from '../host/errors.ts';
import { removeTree } from '../host/files.ts';
import type { Logger } from '../host/log.ts';
import { forAll } from '../host/parallel.ts';
import { ansibleInventory, ansibleInventoryYaml } from '../inventory/ansible.ts';
import type { InventoryHost } from '../inventory/host.ts';
import { sshConfig } from '../inventory/ssh-config.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts } from '../providers/plan.ts';
import type { ProviderContext } from '../providers/provider.ts';
import { type Providers, providersOf } from '../providers/providers.ts';
import { collectEnvironment } from './collect.ts';
import { deploy } from './deploy.ts';
import { destroyEnvironment } from './destroy.ts';
import { assertThere } from './environment-lock.ts';
import { exportVms } from './export.ts';
import { forwardsOf, startForwarder, stopForwarder } from './forwarding.ts';
import type { PortForward } from './forwards.ts';
import { FoundAddresses } from './found-addresses.ts';
import { HostKeys } from './host-keys.ts';
import { makeNets } from './make-nets.ts';
import { makeVms } from './make-vms.ts';
import type { Net } from './network.ts';
import type {
  AccelerationChoice,
  CollectOptions,
  DeployedScript,
  DeployOptions,
  ExportOptions,
  ExportReport,
  RebootOptions,
  RevertOptions,
  ShutdownOptions,
  SnapshotOptions,
  StartOptions,
  VmCollection,
} from './options.ts';
import { type OwnerRecord, writeRecord } from './owner.ts';
import type { PrefixPaths } from './prefix.ts';
import { reboot } from './reboot.ts';
import { type Services, uncancelled } from './services.ts';
import { SHUTDOWN_TIMEOUT, type ShutdownParts, shutDown } from './shutdown.ts';
import type { SnapshotInfo } from './snapshots/list.ts';
import { Snapshots } from './snapshots/snapshots.ts';
import { bringDown, bringUp, emulationWarning, netsOf, type Started, selectDomains, takeDown } from './start.ts';
import { buildStatus, type EnvironmentStatus } from './status.ts';
import type { Vm } from './vm.ts';
import { bootTimeout, waitUntilReady } from './wait.ts';
import { startWatchdog } from './watchdog.ts';

/** Milliseconds that facts gathered by `init` are good for: probing KVM costs half a second, and it was probed just now. */
const FACTS_LIFETIME = 60_000;

/** What `init` found out about the host, for a `start` that follows at once. */
export interface FreshFacts {
  readonly choice: AccelerationChoice;
  readonly host: HostFacts;
}

/** An environment on disk: its machines and networks, and what can be done with them. Made by `init` or `loadEnv`. */
export class Environment {
  /** 32 hex digits. */
  readonly uuid: string;
  /** Absolute path of the prefix directory. */
  readonly prefix: string;
  readonly paths: PrefixPaths;
  readonly #services: Services;
  readonly #providers: Providers;
  readonly #vms: ReadonlyMap<string, Vm>;
  readonly #nets: ReadonlyMap<string, Net>;
  readonly #found: FoundAddresses;
  readonly #fresh: (FreshFacts & { readonly until: number }) | undefined;
  readonly #snapshots: Snapshots;
  /** As `init` made it; disks may be in other images since. */
  #made: EnvironmentPlan;

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
    this.#made = plan;
    this.#services = services;
    this.#providers = services.providers(record);
    this.#found = new FoundAddresses(paths.addresses);
    const hostKeys = new HostKeys(paths, () => [...plan.domains.values()].map((domain) => this.#withAddress(domain)));
    this.#snapshots = new Snapshots({ paths, imagesDir: record.imagesDir, providers: this.#providers, hostKeys });
    const common = { paths, providers: this.#providers, services, plan: () => this.#plan };
    this.#vms = makeVms({ ...common, environment: this, found: this.#found, hostKeys });
    this.#nets = makeNets({
      ...common,
      replan: (changed) => {
        this.#made = changed;
      },
      claim: () => this.#claim(),
      netsUp: () => this.#netsUp(),
    });
  }

  /** Everything that was decided about this environment. */
  get plan(): EnvironmentPlan {
    return this.#plan;
  }

  get #plan(): EnvironmentPlan {
    return this.#snapshots.planNow(this.#made);
  }

  /** Machines by name, in the order of the init file. */
  getVms(): ReadonlyMap<string, Vm> {
    return this.#vms;
  }

  /** One machine. @throws {StateError} `VM_UNKNOWN`, listing those there are. */
  vm(name: string): Vm {
    const vm = this.#vms.get(name);
    if (vm) return vm;
    throw new StateError('VM_UNKNOWN', `there is no VM ${name} in this environment`, {
      hint: `VMs: ${[...this.#vms.keys()].join(', ')}.`,
    });
  }

  /** One network. @throws {StateError} `NET_UNKNOWN`, listing those there are. */
  net(name: string): Net {
    const net = this.#nets.get(name);
    if (net) return net;
    throw new StateError('NET_UNKNOWN', `there is no network ${name} in this environment`, {
      hint: `Networks: ${[...this.#nets.keys()].join(', ')}.`,
    });
  }

  /** Networks by name, in the order of the init file. */
  getNets(): ReadonlyMap<string, Net> {
    return this.#nets;
  }

  /**
   * Starts networks, then all machines at once, and waits until SSH answers on each. What runs already is left alone.
   *
   * @throws {HostError} `KVM_UNUSABLE`, `IMAGE_UNREACHABLE`, ...; {@link GuestError} `SSH_TIMEOUT`, `GUEST_DIED`.
   * Unless `keepOnFailure`, what this call started is stopped again.
   */
  async start(options: StartOptions = {}): Promise<void> {
    using deadline = withTimeout(options.signal ?? this.#services.signal, options.timeout, 'starting the environment');
    const services = { ...this.#services, signal: deadline.signal };
    const domains = selectDomains(this.#plan, options.vms);
    await services.log.task('Start environment', async (log) => {
      const host = await this.#facts(options.acceleration ?? 'auto', { log, signal: services.signal });
      this.#made = { ...this.#made, host };
      if (host.kvmProblem) log.warning(emulationWarning(host.kvmProblem));
      await this.#claim();
      const started: Started = { nets: [], domains: [] };
      try {
        await this.#snapshots.settled(this.#made, { ...services, log }, async (plan) => {
          const now = selectDomains(plan, options.vms);
          if (hasPorts(plan)) started.forwarder = await startForwarder(this.uuid, this.paths, { ...services, log });
          return bringUp(plan, now, netsOf(plan, now), this.#providers, { ...services, log }, started);
        });
        if (options.wait !== false) await this.#waitFor(domains, options, { ...services, log });
      } catch (error) {
        if (!options.keepOnFailure) {
          await takeDown(started, this.#providers, uncancelled({ ...services, log }));
          if (started.forwarder) await stopForwarder(this.uuid, this.paths, uncancelled({ ...services, log }));
        }
        throw deadline.explain(error);
      }
    });
  }

  /** Cuts the power of the named machines (all by default), then stops networks that no running machine uses. */
  async stop(vms?: readonly string[]): Promise<void> {
    const domains = selectDomains(this.#plan, vms);
    await this.#services.log.task('Stop environment', async (log) => {
      await this.close();
      await this.#bringDown(domains, { ...this.#services, log });
    });
  }

  /**
   * Lets the named machines (all by default) power off by themselves, by their power button or over SSH, then stops
   * networks that no running machine uses.
   *
   * @throws {StateError} `VM_UNKNOWN`; `SHUTDOWN_TIMEOUT` when one still runs after `timeout` seconds (300 by default).
   */
  async shutdown(vms?: readonly string[], options: ShutdownOptions = {}): Promise<void> {
    const domains = selectDomains(this.#plan, vms);
    await this.#services.log.task('Shut down environment', async (log) => {
      const services = { ...this.#services, log, signal: options.signal ?? this.#services.signal };
      await shutDown(this.#powerParts(), domains, options.timeout ?? SHUTDOWN_TIMEOUT, services);
      await this.close();
      await this.#bringDown(domains, services);
    });
  }

  /**
   * Lets the named machines (all by default) reboot by themselves, and waits until SSH answers again.
   *
   * @throws {StateError} `VM_UNKNOWN`; {@link GuestError} `REBOOT_TIMEOUT`.
   */
  async reboot(vms?: readonly string[], options: RebootOptions = {}): Promise<void> {
    const domains = selectDomains(this.#plan, vms);
    const waitFor = (domain: DomainPlan) =>
      options.wait === false ? undefined : (options.timeout ?? bootTimeout(domain, this.#plan));
    await this.#services.log.task('Reboot environment', (log) =>
      reboot(
        this.#powerParts(),
        domains,
        { waitFor },
        { ...this.#services, log, signal: options.signal ?? this.#services.signal },
      ),
    );
  }

  /**
   * Stops everything and takes away the mark of an initialised prefix, as Lago's `cleanup`: verbs no longer find the
   * environment, but `destroy` does. Its images, leases and keys stay.
   */
  async cleanup(): Promise<void> {
    // The title is Lago's: its users' scripts look for it.
    await this.#services.log.task('Stop prefix', () => this.stop());
    await removeTree(this.paths.initialized);
  }

  /**
   * Saves the named machines (all by default) as they are at one moment: memory and disks of those that run, which then go
   * on, and the disks of those that are down. Needs neither SSH nor an agent in the guests.
   *
   * @throws {StateError} `SNAPSHOT_EXISTS` (unless `force`), `VM_UNKNOWN`, `OPERATION_UNSUPPORTED`; {@link UserError}
   * `SNAPSHOT_NAME_INVALID`; {@link HostError} `DISK_FULL`; {@link ToolError} `SNAPSHOT_FAILED`. Nothing has changed then.
   */
  async snapshot(name: string, options: SnapshotOptions = {}): Promise<SnapshotInfo> {
    return this.#services.log.task(`Take snapshot ${name}`, (log) =>
      this.#snapshots.take(name, options, this.#made, this.#servicesFor(log, options.signal)),
    );
  }

  /**
   * Brings machines back to a snapshot: those that ran then go on as they were, with the networks they use, and are waited
   * for; the others are down. Everything is checked before a machine is stopped. Other snapshots stay usable.
   *
   * @throws {StateError} `SNAPSHOT_UNKNOWN`, `SNAPSHOT_INCOMPLETE`; {@link ToolError} `RESTORE_FAILED`; {@link GuestError}
   * `SSH_TIMEOUT`.
   */
  async revert(name: string, options: RevertOptions = {}): Promise<void> {
    await this.#services.log.task(`Revert to snapshot ${name}`, async (log) => {
      const services = this.#servicesFor(log, options.signal);
      await this.#claim();
      await this.close();
      const running = await this.#snapshots.revert(name, options.vms, this.#made, services);
      const wait = options.wait !== false;
      if (wait) await this.#waitFor(running, options, services);
      await this.#snapshots.setClocks(running, this.#vms, wait, this.#made, services);
    });
  }

  /** All snapshots, oldest first. */
  snapshots(): Promise<SnapshotInfo[]> {
    return this.#snapshots.list(this.#made);
  }

  /**
   * Removes a snapshot, of the named machines only if there are any. Others stay usable; images that no snapshot needs any
   * more are merged, while machines run too.
   *
   * @throws {StateError} `SNAPSHOT_UNKNOWN`.
   */
  async deleteSnapshot(name: string, options: Pick<SnapshotOptions, 'vms' | 'signal'> = {}): Promise<void> {
    await this.#services.log.task(`Delete snapshot ${name}`, (log) =>
      this.#snapshots.remove(name, options.vms, this.#made, this.#servicesFor(log, options.signal)),
    );
  }

  /** Removes the environment with everything it has: machines, networks, leases, images, directory. Safe to repeat. */
  async destroy(): Promise<void> {
    await this.close();
    await this.#services.log.task('Destroy environment', (log) =>
      destroyEnvironment(this.uuid, { ...this.#services, log }),
    );
  }

  /** Closes connections to guests; machines keep running. */
  async close(): Promise<void> {
    await forAll(this.#vms.values(), (vm) => vm.close());
  }

  /** Closes connections, as `await using` does at the end of its scope. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** State of machines and networks, in the shape that Lago prints. */
  async status(): Promise<EnvironmentStatus> {
    const [up, states] = await Promise.all([this.#netsUp(), this.#providers.states(this.#plan, this.#context())]);
    const running = [...this.#vms.values()].filter((vm) => states.get(vm.name) === 'running');
    await forAll(running, (vm) => vm.lookForAddresses());
    const forwards = await this.ports();
    return buildStatus(this.#plan, up, states, forwards, (name, nic) => this.#vms.get(name)?.nics()[nic]?.ip);
  }

  /** Ports of the host that lead to machines now, as the init file's `ports` say; none while no machine runs. */
  async ports(): Promise<readonly PortForward[]> {
    return hasPorts(this.#plan) ? forwardsOf(this.uuid, this.paths, this.#services) : [];
  }

  /**
   * Ansible inventory in INI form.
   *
   * @param keys key paths of the spec that make groups, as `ansible_hosts --keys`.
   * @param groupNames `both` (default) has Lago's names (`vm-type=default`), about which Ansible warns, and valid ones.
   */
  ansibleInventory(keys?: readonly string[], groupNames: 'lago' | 'valid' | 'both' = 'both'): string {
    return ansibleInventory(this.#inventoryHosts(), { groupNames, ...(keys === undefined ? {} : { keys }) });
  }

  /** Ansible inventory in YAML form. */
  ansibleInventoryYaml(keys?: readonly string[]): string {
    return ansibleInventoryYaml(this.#inventoryHosts(), keys === undefined ? {} : { keys });
  }

  /** Configuration for `ssh -F`: one host per machine. */
  sshConfig(): string {
    return sshConfig(this.#inventoryHosts());
  }

  /**
   * Collects the artifacts that the init file lists from every machine into `<directory>/<vm>/`, running or not; an
   * existing directory is moved aside. A guest that cannot be read does not stop the others.
   */
  async collectArtifacts(directory: string, options: CollectOptions = {}): Promise<VmCollection[]> {
    return this.#services.log.task('Collect artifacts', (log) =>
      collectEnvironment(
        { plan: this.#plan, paths: this.paths, vms: this.#vms, providers: this.#providers },
        directory,
        options,
        { ...this.#services, log, signal: options.signal ?? this.#services.signal },
      ),
    );
  }

  /**
   * Exports stopped machines: their disks, and an init file that makes the environment anew from them. Nothing is
   * replaced, and what fails or is cancelled leaves nothing.
   *
   * @throws {StateError} `VM_UNKNOWN`, `VM_RUNNING`, `EXPORT_FILES_EXIST`; {@link UserError} `EXPORT_DESTINATION_INVALID`,
   * `EXPORT_EMPTY`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`; {@link CancelledError}.
   */
  async exportVms(options: ExportOptions = {}): Promise<ExportReport> {
    return this.#services.log.task('Export VMs', (log) =>
      exportVms({ plan: this.plan, providers: this.#providers }, options, {
        ...this.#services,
        log,
        signal: options.signal ?? this.#services.signal,
      }),
    );
  }

  /**
   * Runs the deploy scripts of the named machines (all by default): machines at once, the scripts of each in order, with
   * `LAGO_VM`, `LAGO_IP` and more in their environment. What they write goes into files below `logs/deploy`.
   *
   * @returns the scripts that were run.
   * @throws {GuestError} `DEPLOY_FAILED` with the end of a failed script's output, when all machines are done;
   * {@link StateError} `VM_UNKNOWN`, `VM_NOT_RUNNING`.
   */
  async deploy(options: DeployOptions = {}): Promise<DeployedScript[]> {
    const domains = selectDomains(this.#plan, options.vms);
    return this.#services.log.task('Deploy environment', (log) =>
      deploy(
        { plan: this.#plan, paths: this.paths, vm: (name) => this.vm(name) },
        domains,
        this.#servicesFor(log, options.signal),
      ),
    );
  }

  async #facts(choice: AccelerationChoice, context: ProviderContext): Promise<HostFacts> {
    const fresh = this.#fresh;
    if (fresh?.choice === choice && performance.now() < fresh.until) return fresh.host;
    return this.#providers.facts(providersOf(this.#plan), choice, context);
  }

  /** Notes in the owner record that there will be machines, and puts a watchdog beside the environment if it needs one. */
  async #claim(): Promise<void> {
    const { environmentsDir } = this.#services.paths;
    const record = await assertThere(this.uuid, environmentsDir);
    const claimed = { ...record, started: true };
    if (!record.started) await writeRecord(environmentsDir, claimed);
    await startWatchdog(claimed, this.paths.watchdogLog, this.#services);
  }

  async #bringDown(domains: readonly DomainPlan[], services: Services): Promise<void> {
    await this.#snapshots.settledIfThere(this.#made, services, async () => {
      const running = await bringDown(this.#plan, domains, this.#providers, services);
      if (running.length === 0) await stopForwarder(this.uuid, this.paths, services);
    });
    await this.#found.forget(domains.map(({ name }) => name));
  }

  #servicesFor(log: Logger, signal: AbortSignal | undefined): Services {
    return { ...this.#services, log, signal: signal ?? this.#services.signal };
  }

  async #waitFor(
    domains: readonly DomainPlan[],
    options: Pick<StartOptions, 'sshTimeout'>,
    services: Services,
  ): Promise<void> {
    const vms = domains.map((domain) => this.vm(domain.name));
    await waitUntilReady(
      vms,
      { plan: this.#plan, providers: this.#providers, paths: this.paths, sshTimeout: options.sshTimeout },
      services,
    );
  }

  #powerParts(): ShutdownParts {
    return { plan: this.#plan, providers: this.#providers, vm: (name) => this.vm(name) };
  }

  /** With the address that was found, where none was given. */
  #withAddress(domain: DomainPlan): DomainPlan {
    const ip = domain.ip ?? this.vm(domain.name).inventoryHost().ip;
    return ip === undefined ? domain : { ...domain, ip };
  }

  #netsUp(): Promise<ReadonlySet<string>> {
    return this.#providers.netsUp(this.#plan, this.#context());
  }

  #context(): ProviderContext {
    return { log: this.#services.log, signal: this.#services.signal };
  }

  #inventoryHosts(): InventoryHost[] {
    return [...this.#vms.values()].map((vm) => vm.inventoryHost());
  }
}

function hasPorts(plan: EnvironmentPlan): boolean {
  return [...plan.domains.values()].some(({ ports = [] }) => ports.length > 0);
}
