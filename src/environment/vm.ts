import { resolve } from 'node:path';
import type { GuestConnection } from '../guest/connection.ts';
import { type CommandStatus, exec } from '../guest/exec.ts';
import { interactive } from '../guest/interactive.ts';
import { script } from '../guest/script.ts';
import type { Service } from '../guest/services/service.ts';
import { GuestError } from '../host/errors.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { DomainState } from '../providers/provider.ts';
import { collectVm, refuseMissing } from './collect-vm.ts';
import { attachConsole, type ConsoleStreams } from './console.ts';
import {
  type ExtractedPath,
  type ExtractOptions,
  type ExtractRequest,
  extract,
  extractDead,
  placed,
} from './extract.ts';
import { Findings } from './findings.ts';
import { GuestAccess, notRunning, type WaitForSshOptions } from './guest-access.ts';
import type {
  CollectOptions,
  ExportOptions,
  ExportReport,
  RebootOptions,
  RevertOptions,
  ShutdownOptions,
  SnapshotOptions,
  StartOptions,
  VmCollection,
} from './options.ts';
import type { SnapshotInfo } from './snapshots/list.ts';
import { type CopyFromOptions, type CopyToOptions, copyIn, copyOut } from './vm-copy.ts';
import { cpuModel, cpuVendor } from './vm-cpu.ts';
import { VmFacts } from './vm-facts.ts';
import { type ShellStreams, type SshOptions, withSshOptions } from './vm-options.ts';
import { extractPartsOf, type VmParts } from './vm-parts.ts';
import { VmServices } from './vm-services.ts';

/** A machine of an environment. Methods that talk to the guest wait for its SSH server first where that is sensible. */
export class Vm extends VmFacts {
  readonly #plan: DomainPlan;
  readonly #parts: VmParts;
  readonly #access: GuestAccess;
  readonly #services: VmServices;

  /** @internal made by `Environment` */
  constructor(plan: DomainPlan, parts: VmParts) {
    const access = new GuestAccess(plan, parts);
    const findings = new Findings(parts.paths, plan.name);
    const spec = () => ({ ...parts.domain().spec, ...findings.read() });
    const { paths, route } = parts;
    super(plan, { paths, route, spec, domain: () => parts.domain(), net: (name) => parts.net(name) }, access);
    this.#plan = plan;
    this.#parts = parts;
    this.#access = access;
    this.#services = new VmServices(plan, access, findings, parts.serviceProviders);
  }

  /** State of the machine: `running`, `down`, ... */
  state(): Promise<DomainState> {
    return this.#parts.state();
  }

  /** Whether the machine runs. */
  async running(): Promise<boolean> {
    return (await this.state()) === 'running';
  }

  /** Starts this machine with the networks it uses, as `Environment.start`; errors as there. */
  start(options?: Omit<StartOptions, 'vms'>): Promise<void> {
    return this.#parts.start(options);
  }

  /** Cuts the power of this machine; networks stay up. */
  async stop(): Promise<void> {
    await this.close();
    await this.#parts.stop();
    await this.#parts.found.forget([this.name]);
  }

  /** Lets this machine power off by itself; networks stay up. @throws {StateError} `SHUTDOWN_TIMEOUT`. */
  async shutdown(options?: ShutdownOptions): Promise<void> {
    await this.#parts.shutdown(options);
    await this.close();
  }

  /** Lets this machine reboot by itself, as `Environment.reboot`. @throws {GuestError} `REBOOT_TIMEOUT`. */
  reboot(options?: RebootOptions): Promise<void> {
    return this.#parts.reboot(options);
  }

  /** Takes a snapshot of this machine alone, as `Environment.snapshot`; errors as there. */
  createSnapshot(name: string, options?: Omit<SnapshotOptions, 'vms'>): Promise<SnapshotInfo> {
    return this.#parts.snapshot(name, options);
  }

  /** Brings this machine alone back to a snapshot, as `Environment.revert`; errors as there. */
  revertSnapshot(name: string, options?: Omit<RevertOptions, 'vms'>): Promise<void> {
    return this.#parts.revert(name, options);
  }

  /** Exports the disks of this machine alone, with an init file for it, as `Environment.exportVms`; errors as there. */
  exportDisks(options?: Omit<ExportOptions, 'vms'>): Promise<ExportReport> {
    return this.#parts.exportDisks(options);
  }

  /**
   * Takes a screenshot.
   *
   * @param directory for the PNG, `<vm>-screenshot.png`.
   * @returns its path.
   * @throws {StateError} `VM_NOT_RUNNING`; {@link GuestError} `SCREENSHOT_FAILED`.
   */
  async screenshot(directory: string): Promise<string> {
    const state = await this.state();
    if (state === 'down') throw notRunning(this.#plan, state);
    const { screenshot } = await this.#parts.diagnostics(directory);
    if ('file' in screenshot) return screenshot.file;
    throw new GuestError('SCREENSHOT_FAILED', `VM ${this.name}: there is no screenshot: ${screenshot.missing}`);
  }

  /**
   * Runs a command in the guest. An array is quoted word by word; a string goes to the login shell as it is.
   *
   * @throws {StateError} `VM_NOT_RUNNING`; {@link GuestError} `COMMAND_FAILED` (unless `check: false`), `SSH_TIMEOUT`, ...
   */
  ssh(command: string | readonly string[], options: SshOptions = {}): Promise<CommandStatus> {
    return this.#run(options, (connection, settings) => exec(connection, command, settings));
  }

  /** Runs a local script in the guest, by `bash -s` or `sh -s`; errors as {@link ssh}. */
  sshScript(path: string, options: Omit<SshOptions, 'stdin'> = {}): Promise<CommandStatus> {
    return this.#run(options, (connection, settings) => script(connection, { file: path }, [], settings));
  }

  /** Attaches streams (a terminal, usually) to a shell or command in the guest; gives its exit code. */
  async interactiveSsh(streams: ShellStreams, command?: string | readonly string[]): Promise<number> {
    const connection = await this.#access.reachable(streams.signal);
    return interactive(connection, { ...streams, ...(command === undefined ? {} : { command }) });
  }

  /**
   * Attaches a terminal to the serial console, until its escape key is pressed; gives the exit code of what did that.
   * The console's log goes on meanwhile.
   *
   * @throws {StateError} `VM_NOT_RUNNING`, `OPERATION_UNSUPPORTED`; {@link UserError} `CONSOLE_NEEDS_TERMINAL`
   */
  async interactiveConsole(streams: ConsoleStreams): Promise<number> {
    const command = this.#parts.console();
    await this.#access.assertRunning(streams.signal);
    return attachConsole(this.name, command, streams, this.#parts.log);
  }

  /**
   * Copies a local file or directory into the guest, as `scp -r` would.
   *
   * @throws {UserError} `LOCAL_PATH_MISSING`, `IS_DIRECTORY`; {@link GuestError} `COPY_FAILED`, ...; as {@link ssh}
   */
  copyTo(local: string, remote: string, options: CopyToOptions = {}): Promise<void> {
    return copyIn((signal) => this.#access.reachable(signal), local, remote, options);
  }

  /**
   * Copies a file or directory out of the guest, as `scp -r` would, never outside `local`.
   *
   * @returns whether it was copied: always true, unless `check: false`.
   * @throws {GuestError} `GUEST_PATH_MISSING`, `COPY_FAILED`, ... (unless `check: false`); {@link UserError} `IS_DIRECTORY`
   */
  copyFrom(remote: string, local: string, options: CopyFromOptions = {}): Promise<boolean> {
    return copyOut((signal) => this.#access.reachable(signal), remote, local, options, this.#parts.log);
  }

  /**
   * Takes files and directories from the machine: over SSH while it answers, else from its disks by libguestfs.
   *
   * @throws {GuestError} `GUEST_PATH_MISSING` (unless `ignoreMissing`), once the others are in place; `GUEST_DOWN`, ...
   */
  async extractPaths(
    paths: readonly ExtractRequest[],
    options: ExtractOptions = {},
  ): Promise<readonly ExtractedPath[]> {
    return extract(extractPartsOf(this.#parts, this.#access), await placed(paths), {
      ignoreMissing: false,
      ...options,
    });
  }

  /** As {@link extractPaths}, from the disks in any case. @throws {ToolError} `GUESTFS_FAILED`, `GUESTFS_NO_ROOT` */
  async extractPathsDead(
    paths: readonly ExtractRequest[],
    options: ExtractOptions = {},
  ): Promise<readonly ExtractedPath[]> {
    return extractDead(extractPartsOf(this.#parts, this.#access), await placed(paths), {
      ignoreMissing: false,
      ...options,
    });
  }

  /**
   * Collects the artifacts that the init file lists into a directory: `/var/log/x` becomes `_var_log_x`.
   *
   * @throws {GuestError} `ARTIFACTS_MISSING` when `ignoreMissing` is false and something was not there, or cut.
   */
  async collectArtifacts(directory: string, options: CollectOptions = {}): Promise<VmCollection> {
    const report = await collectVm(this, resolve(directory), options, this.#parts.log);
    if (options.ignoreMissing === false) refuseMissing([report]);
    return report;
  }

  /**
   * A service of the guest. How services are run is found out when it is first needed, and remembered.
   *
   * @throws {UserError} `SERVICE_NAME_INVALID`; {@link GuestError} `SERVICES_UNSUPPORTED`; as {@link ssh}
   */
  service(name: string): Promise<Service> {
    return this.#services.service(name);
  }

  /** The QEMU guest agent of the guest, as a service. @throws {GuestError} `GUEST_AGENT_MISSING`; as {@link service} */
  guestAgent(): Promise<Service> {
    return this.#services.guestAgent();
  }

  /** Whether the guest has the QEMU guest agent. @throws as {@link ssh} */
  hasGuestAgent(): Promise<boolean> {
    return this.#services.hasGuestAgent();
  }

  /** Name of the CPU model: that of the init file, else that of the host, where it is known. */
  cpuModel(): Promise<string | undefined> {
    return cpuModel(this.#plan, () => this.#parts.host());
  }

  /** Vendor of the CPU (`Intel`, `AMD`, `generic`), where it is known. */
  cpuVendor(): Promise<string | undefined> {
    return cpuVendor(this.#plan, () => this.#parts.host());
  }

  /**
   * Waits until a command runs by SSH.
   *
   * @param options `timeout` in seconds, 600 by default.
   * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, `HOST_KEY_CHANGED`.
   */
  waitForSsh(options: WaitForSshOptions = {}): Promise<void> {
    return this.#access.waitForSsh(options);
  }

  /** Whether a command can be run by SSH right now; one attempt of a few seconds, or `tries` of them, 1 s apart. */
  async sshReachable(options: { readonly tries?: number; readonly signal?: AbortSignal } = {}): Promise<boolean> {
    try {
      const connection = await this.#access.attempt(options.tries ?? 1, options.signal);
      await exec(connection, 'true', { timeout: 10_000, signal: options.signal });
      return true;
    } catch {
      return false;
    }
  }

  /** The SSH connection to a guest that answers, waited for while it boots. @throws as {@link ssh} @internal */
  reach(signal?: AbortSignal): Promise<GuestConnection> {
    return this.#access.reachable(signal);
  }

  /** The SSH connection to this guest, made when it is first used. @internal */
  connection(): GuestConnection {
    return this.#access.connection();
  }

  /** A connection of its own for any user; the caller closes it. @internal */
  connectionAs(user: string, password?: string): GuestConnection {
    return this.#access.connectionAs(user, password);
  }

  /** Asks for the addresses that the guest has now, where none was given. @internal */
  lookForAddresses(signal?: AbortSignal): Promise<void> {
    return this.#access.addresses.look(signal);
  }

  /** Closes the connection; a later command opens it again. */
  async close(): Promise<void> {
    await this.#access.close();
  }

  async #run(
    options: SshOptions,
    work: (connection: GuestConnection, settings: Parameters<typeof exec>[2]) => Promise<CommandStatus>,
  ): Promise<CommandStatus> {
    const { tries, signal } = options;
    const connection =
      tries === undefined ? await this.#access.reachable(signal) : await this.#access.attempt(tries, signal);
    return withSshOptions(options, this.name, this.#parts.log, (settings) => work(connection, settings));
  }
}
