import { z } from 'zod';
import { withTimeout } from '../host/abort.ts';
import { StateError } from '../host/errors.ts';
import { readJson, removeTree } from '../host/files.ts';
import { forAll } from '../host/parallel.ts';
import { ansibleInventory, ansibleInventoryYaml } from '../inventory/ansible.ts';
import { sshConfig } from '../inventory/ssh-config.ts';
import type { DomainPlan } from '../providers/plan.ts';
import { collectEnvironment } from './collect.ts';
import { deploy } from './deploy.ts';
import { destroyEnvironment } from './destroy.ts';
import { EnvironmentBase } from './environment-base.ts';
import { withExistingEnvironment } from './environment-lock.ts';
import { exportVms } from './export.ts';
import { forwardingOf, forwardsOf, hasPorts, stopForwarder } from './forwarding.ts';
import type { PortForward } from './forwards.ts';
import { type InventoryFile, inventoryFile } from './inventory-file.ts';
import type {
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
import { reboot } from './reboot.ts';
import { rollingBack } from './rolling-back.ts';
import { type Services, uncancelled } from './services.ts';
import { SHUTDOWN_TIMEOUT, shutDown } from './shutdown.ts';
import type { SnapshotInfo } from './snapshots/list.ts';
import { bringUp, emulationWarning, netsOf, type Started, selectDomains, takeDown } from './start.ts';
import { buildStatus, type EnvironmentStatus } from './status.ts';
import { bootTimeout } from './wait.ts';
/** An environment on disk: its machines and networks, and what can be done with them. Made by `init` or `loadEnv`. */
export class Environment extends EnvironmentBase {
  /**
   * Starts networks, then all machines at once, and waits until SSH answers on each. What runs already is left alone.
   *
   * @throws {HostError} `KVM_UNUSABLE`, `IMAGE_UNREACHABLE`, ...; {@link GuestError} `SSH_TIMEOUT`, `GUEST_DIED`.
   * Unless `keepOnFailure`, what this call started is stopped again.
   */
  async start(options: StartOptions = {}): Promise<void> {
    using deadline = withTimeout(options.signal ?? this.services.signal, options.timeout, 'starting the environment');
    const services = { ...this.services, signal: deadline.signal };
    const domains = selectDomains(this.plan, options.vms);
    await services.log.task('Start environment', async (log) => {
      const host = await this.facts(options.acceleration ?? 'auto', { log, signal: services.signal });
      this.made = { ...this.made, host };
      if (host.kvmProblem) log.warning(emulationWarning(host.kvmProblem));
      await this.claim({ ...services, log });
      const started: Started = { nets: [], domains: [] };
      try {
        await this.snapshotStore.settled(this.made, { ...services, log }, async (plan) => {
          const now = selectDomains(plan, options.vms);
          started.forwarder = await forwardingOf(plan, this.paths).start({ ...services, log });
          return bringUp(plan, now, netsOf(plan, now), this.providers, { ...services, log }, started);
        });
        if (options.wait !== false) await this.waitFor(domains, options, { ...services, log });
      } catch (error) {
        // Now: the time may be up by the time that everything is taken down.
        const reason = deadline.explain(error);
        if (!options.keepOnFailure) await this.#rollBack(started, uncancelled({ ...services, log }));
        throw reason;
      }
    });
  }

  /** Takes down what a failed start brought up; one that is destroyed meanwhile is left to that. */
  async #rollBack(started: Started, services: Services): Promise<void> {
    // Whoever waited in vain for the lock need not wait for it again.
    if (started.nets.length === 0 && started.domains.length === 0 && !started.forwarder) return;
    await rollingBack(services.log, () =>
      withExistingEnvironment(this.uuid, services, async () => {
        await takeDown(started, this.providers, services);
        if (started.forwarder) await stopForwarder(this.uuid, this.paths, services);
      }),
    );
  }

  /** Cuts the power of the named machines (all by default), then stops networks that no running machine uses. */
  async stop(vms?: readonly string[]): Promise<void> {
    const domains = selectDomains(this.plan, vms);
    await this.services.log.task('Stop environment', async (log) => {
      await this.close();
      await this.bringDown(domains, { ...this.services, log });
    });
  }

  /**
   * Lets the named machines (all by default) power off by themselves, by their power button or over SSH, then stops
   * networks that no running machine uses.
   *
   * @throws {StateError} `VM_UNKNOWN`; `SHUTDOWN_TIMEOUT` when one still runs after `timeout` seconds (300 by default).
   */
  async shutdown(vms?: readonly string[], options: ShutdownOptions = {}): Promise<void> {
    const domains = selectDomains(this.plan, vms);
    await this.services.log.task('Shut down environment', async (log) => {
      const services = { ...this.services, log, signal: options.signal ?? this.services.signal };
      await shutDown(this.powerParts(), domains, options.timeout ?? SHUTDOWN_TIMEOUT, services);
      await this.close();
      await this.bringDown(domains, services);
    });
  }

  /**
   * Lets the named machines (all by default) reboot by themselves, and waits until SSH answers again.
   *
   * @throws {StateError} `VM_UNKNOWN`; {@link GuestError} `REBOOT_TIMEOUT`.
   */
  async reboot(vms?: readonly string[], options: RebootOptions = {}): Promise<void> {
    const domains = selectDomains(this.plan, vms);
    const waitFor = (domain: DomainPlan) =>
      options.wait === false ? undefined : (options.timeout ?? bootTimeout(domain, this.plan));
    await this.services.log.task('Reboot environment', (log) =>
      reboot(
        this.powerParts(),
        domains,
        { waitFor },
        { ...this.services, log, signal: options.signal ?? this.services.signal },
      ),
    );
  }

  /**
   * Stops everything and takes away the mark of an initialised prefix, as Lago's `cleanup`: verbs no longer find the
   * environment, but `destroy` does. Its images, leases and keys stay.
   */
  async cleanup(): Promise<void> {
    // The title is Lago's: its users' scripts look for it.
    await this.services.log.task('Stop prefix', () => this.stop());
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
    return this.services.log.task(`Take snapshot ${name}`, (log) =>
      this.snapshotStore.take(name, options, this.made, this.servicesFor(log, options.signal)),
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
    await this.services.log.task(`Revert to snapshot ${name}`, async (log) => {
      const services = this.servicesFor(log, options.signal);
      await this.claim(services);
      await this.close();
      const running = await this.snapshotStore.revert(name, options.vms, this.made, services);
      await this.found.forget(options.vms ?? [...this.vms.keys()]);
      const wait = options.wait !== false;
      if (wait) await this.waitFor(running, options, services);
      await this.snapshotStore.setClocks(running, this.vms, wait, this.made, services);
    });
  }

  /** All snapshots, oldest first. */
  snapshots(): Promise<SnapshotInfo[]> {
    return this.snapshotStore.list(this.made);
  }

  /**
   * Removes a snapshot, of the named machines only if there are any. Others stay usable; images that no snapshot needs any
   * more are merged, while machines run too.
   *
   * @throws {StateError} `SNAPSHOT_UNKNOWN`.
   */
  async deleteSnapshot(name: string, options: Pick<SnapshotOptions, 'vms' | 'signal'> = {}): Promise<void> {
    await this.services.log.task(`Delete snapshot ${name}`, (log) =>
      this.snapshotStore.remove(name, options.vms, this.made, this.servicesFor(log, options.signal)),
    );
  }

  /** Removes the environment with everything it has: machines, networks, leases, images, directory. Safe to repeat. */
  async destroy(): Promise<void> {
    await this.close();
    await this.services.log.task('Destroy environment', (log) =>
      destroyEnvironment(this.uuid, { ...this.services, log }),
    );
  }

  /** Closes connections, as `await using` does at the end of its scope. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** State of machines and networks, in the shape that Lago prints. */
  async status(): Promise<EnvironmentStatus> {
    const [up, states] = await Promise.all([this.netsUp(), this.providers.states(this.plan, this.context())]);
    const running = [...this.vms.values()].filter((vm) => states.get(vm.name) === 'running');
    await forAll(running, (vm) => vm.lookForAddresses());
    const forwards = await this.ports();
    return buildStatus(this.plan, up, states, forwards, (name, nic) => this.vms.get(name)?.nics()[nic]?.ip);
  }

  /** Ports of the host that lead to machines now, as the init file's `ports` say; none while no machine runs. */
  async ports(): Promise<readonly PortForward[]> {
    return hasPorts(this.plan) ? forwardsOf(this.uuid, this.paths, this.services) : [];
  }

  /**
   * Ansible inventory in INI form.
   *
   * @param keys key paths of the spec that make groups, as `ansible_hosts --keys`.
   * @param groupNames `both` (default) has Lago's names (`vm-type=default`), about which Ansible warns, and valid ones.
   */
  ansibleInventory(keys?: readonly string[], groupNames: 'lago' | 'valid' | 'both' = 'both'): string {
    return ansibleInventory(this.inventoryHosts(), { groupNames, ...(keys === undefined ? {} : { keys }) });
  }

  /** Ansible inventory in YAML form. */
  ansibleInventoryYaml(keys?: readonly string[]): string {
    return ansibleInventoryYaml(this.inventoryHosts(), keys === undefined ? {} : { keys });
  }

  /** Ansible inventory in a file that goes at the end of its scope; arguments as for {@link ansibleInventory}. */
  ansibleInventoryTempFile(keys?: readonly string[], groupNames?: 'lago' | 'valid' | 'both'): Promise<InventoryFile> {
    return inventoryFile(this.ansibleInventory(keys, groupNames));
  }

  /** What the prefix says about itself: the version of Lago whose layout it has (`lago_version`). */
  metadata(): Promise<Readonly<Record<string, unknown>>> {
    return readJson(this.paths.metadata, z.record(z.string(), z.unknown()));
  }

  /** Configuration for `ssh -F`: one host per machine. */
  sshConfig(): string {
    return sshConfig(this.inventoryHosts());
  }

  /**
   * Collects the artifacts that the init file lists from every machine into `<directory>/<vm>/`, running or not; an
   * existing directory is moved aside. A guest that cannot be read does not stop the others.
   */
  async collectArtifacts(directory: string, options: CollectOptions = {}): Promise<VmCollection[]> {
    return this.services.log.task('Collect artifacts', (log) =>
      collectEnvironment(
        { plan: this.plan, paths: this.paths, vms: this.vms, providers: this.providers },
        directory,
        options,
        { ...this.services, log, signal: options.signal ?? this.services.signal },
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
    return this.services.log.task('Export VMs', (log) =>
      exportVms({ plan: this.plan, providers: this.providers }, options, {
        ...this.services,
        log,
        signal: options.signal ?? this.services.signal,
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
    const domains = selectDomains(this.plan, options.vms);
    return this.services.log.task('Deploy environment', (log) =>
      deploy(
        { plan: this.plan, paths: this.paths, vm: (name) => this.vm(name) },
        domains,
        this.servicesFor(log, options.signal),
      ),
    );
  }
}
