import { GuestConnection } from '../guest/connection.ts';
import { copyFrom } from '../guest/copy-from.ts';
import { copyTo } from '../guest/copy-to.ts';
import { type CommandStatus, type ExecOptions, exec } from '../guest/exec.ts';
import { type InteractiveOptions, interactive } from '../guest/interactive.ts';
import { script } from '../guest/script.ts';
import { waitForSsh } from '../guest/wait.ts';
import { GuestError, StateError } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import type { InventoryHost } from '../inventory/host.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { Diagnostics, DomainState } from '../providers/provider.ts';
import type { FoundAddresses } from './found-addresses.ts';
import type { HostKeys } from './host-keys.ts';
import type {
  RebootOptions,
  RevertOptions,
  ShutdownOptions,
  SnapshotOptions,
  SshSettings,
  StartOptions,
} from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import type { SnapshotInfo } from './snapshots/list.ts';
import { VmAddresses, type VmNic } from './vm-addresses.ts';

/** Streams that a shell in a guest is attached to. */
export type ShellStreams = Omit<InteractiveOptions, 'command'>;

/** What a VM needs from its environment. */
export interface VmParts {
  readonly paths: PrefixPaths;
  readonly log: Logger;
  readonly hostKeys: HostKeys;
  readonly ssh: SshSettings;
  readonly found: FoundAddresses;
  state(signal?: AbortSignal): Promise<DomainState>;
  /** Addresses that the guest has now, by NIC index; for NICs whose address we do not give out. */
  addresses(signal?: AbortSignal): Promise<ReadonlyMap<number, readonly string[]>>;
  start(options?: Omit<StartOptions, 'vms'>): Promise<void>;
  stop(): Promise<void>;
  shutdown(options?: ShutdownOptions): Promise<void>;
  reboot(options?: RebootOptions): Promise<void>;
  diagnostics(directory: string): Promise<Diagnostics>;
  /** Saved spec as it is now. */
  spec(): Readonly<Record<string, unknown>>;
  snapshot(name: string, options?: Omit<SnapshotOptions, 'vms'>): Promise<SnapshotInfo>;
  revert(name: string, options?: Omit<RevertOptions, 'vms'>): Promise<void>;
}

/** How a command in a guest is run, for users: times in seconds. */
export interface SshOptions extends Omit<ExecOptions, 'timeout' | 'title'> {
  /** Seconds that it may run; no limit by default. */
  readonly timeout?: number;
}

/** How to wait for SSH. */
export interface WaitForSshOptions {
  /** Seconds; 600 by default. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** Called when a server answers, but does not let the user in. @internal */
  readonly onRefused?: () => void;
}

/** Seconds to wait for SSH when nothing else is said. */
const DEFAULT_WAIT = 600;

/** A machine of an environment. Methods that talk to the guest wait for its SSH server first where that is sensible. */
export class Vm {
  readonly #plan: DomainPlan;
  readonly #parts: VmParts;
  readonly #addresses: VmAddresses;
  #connection: GuestConnection | undefined;

  /** @internal made by `Environment` */
  constructor(plan: DomainPlan, parts: VmParts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#addresses = new VmAddresses(plan, parts.found, parts.addresses);
  }

  /** Name in the init file. */
  get name(): string {
    return this.#plan.name;
  }

  /** Name with the DNS domain of the management network. */
  get fqdn(): string {
    return this.#plan.fqdn;
  }

  /** Ansible groups. */
  get groups(): readonly string[] {
    return this.#plan.groups;
  }

  /** Guest paths that `collect` takes. */
  get artifacts(): readonly string[] {
    return this.#plan.artifacts;
  }

  /** Saved spec in Lago's spelling. */
  get spec(): Readonly<Record<string, unknown>> {
    return structuredClone(this.#parts.spec());
  }

  /** Distribution, from the init file or the template. */
  distro(): string | undefined {
    return this.#plan.distro;
  }

  /** Name of the network that `ip()` and SSH use. */
  get managementNet(): string {
    return this.#plan.managementNet;
  }

  /**
   * Address on the management network.
   *
   * @throws {StateError} `VM_ADDRESS_UNKNOWN` on a bridge network before the guest was reached.
   */
  ip(): string {
    const address = this.#addresses.management();
    if (address !== undefined) return address;
    throw new StateError('VM_ADDRESS_UNKNOWN', `the address of VM ${this.name} is not known yet`, {
      hint: `Its management network ${this.managementNet} is a bridge: start the VM, or call \`waitForSsh\`.`,
    });
  }

  /** All addresses, in the order of the NICs. */
  allIps(): string[] {
    return this.nics().flatMap((nic) => (nic.ip === undefined ? [] : [nic.ip]));
  }

  /** Addresses on one network. */
  ipsInNet(net: string): string[] {
    return this.nics().flatMap((nic) => (nic.net === net && nic.ip !== undefined ? [nic.ip] : []));
  }

  /** NICs in the order of the init file. */
  nics(): VmNic[] {
    return this.#addresses.nics();
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

  /** Path of the file with everything that the serial console said. */
  get serialLog(): string {
    return this.#plan.serialLog;
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
  async ssh(command: string | readonly string[], options: SshOptions = {}): Promise<CommandStatus> {
    return exec(await this.#reachable(options.signal), command, inMilliseconds(options));
  }

  /** Runs a local script in the guest, by `bash -s` or `sh -s`; errors as {@link ssh}. */
  async sshScript(path: string, options: Omit<SshOptions, 'stdin'> = {}): Promise<CommandStatus> {
    return script(await this.#reachable(options.signal), { file: path }, [], inMilliseconds(options));
  }

  /** Attaches streams (a terminal, usually) to a shell or command in the guest; gives its exit code. */
  async interactiveSsh(streams: ShellStreams, command?: string | readonly string[]): Promise<number> {
    const connection = await this.#reachable(streams.signal);
    return interactive(connection, { ...streams, ...(command === undefined ? {} : { command }) });
  }

  /** Copies a local file or directory into the guest, as `scp -r` would. */
  async copyTo(local: string, remote: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await copyTo(await this.#reachable(options.signal), local, remote, options);
  }

  /** Copies a file or directory out of the guest, as `scp -r` would, never outside `local`. */
  async copyFrom(remote: string, local: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await copyFrom(await this.#reachable(options.signal), remote, local, options);
  }

  /**
   * Waits until a command runs by SSH.
   *
   * @param options `timeout` in seconds, 600 by default.
   * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, `HOST_KEY_CHANGED`.
   */
  async waitForSsh(options: WaitForSshOptions = {}): Promise<void> {
    const timeout = (options.timeout ?? DEFAULT_WAIT) * 1000;
    const deadline = performance.now() + timeout;
    if (await this.#addresses.find(timeout, () => this.#alive(), options.signal)) await this.#moved();
    await waitForSsh(this.connection(), {
      timeout: Math.max(Math.round(deadline - performance.now()), 1),
      signal: options.signal,
      // Whether one that is not ours is down or only far away cannot be told.
      ...(this.#plan.external ? {} : { alive: () => this.#alive() }),
      onAttempt: (phase) => {
        if (phase === 'authentication') options.onRefused?.();
      },
    });
  }

  /** Whether a command can be run by SSH right now; one attempt of a few seconds. */
  async sshReachable(): Promise<boolean> {
    try {
      await exec(this.connection(), 'true', { timeout: 10_000 });
      return true;
    } catch {
      return false;
    }
  }

  /** Asks for the addresses that the guest has now, where none was given. @internal */
  lookForAddresses(signal?: AbortSignal): Promise<void> {
    return this.#addresses.look(signal);
  }

  /** What inventories and `ssh` configurations need of this machine. */
  inventoryHost(): InventoryHost {
    const { paths } = this.#parts;
    const { external } = this.#plan;
    return {
      name: this.name,
      ip: this.#addresses.management(),
      port: external?.port,
      user: this.#plan.sshUser,
      privateKeyFile: external?.key?.file ?? paths.privateKey,
      knownHostsFile: paths.knownHosts,
      spec: this.#parts.spec(),
      groups: this.groups,
    };
  }

  /** The SSH connection to this guest, made when it is first used. @internal */
  connection(): GuestConnection {
    const { sshUser, sshPassword } = this.#plan;
    this.#connection ??= this.connectionAs(sshUser, sshPassword);
    return this.#connection;
  }

  /** A connection of its own for any user; the caller closes it. @internal */
  connectionAs(user: string, password?: string): GuestConnection {
    const { hostKeys, log, paths, ssh } = this.#parts;
    const { external } = this.#plan;
    return new GuestConnection(
      {
        name: this.name,
        host: this.ip(),
        user,
        privateKey: external?.key?.file ?? paths.privateKey,
        ...(external ? { port: external.port } : {}),
        ...(password === undefined ? {} : { password }),
      },
      {
        log,
        hostKeys: { load: async () => hostKeys.load(this), save: (key) => hostKeys.save(this, key) },
        ...(ssh.tries === undefined ? {} : { tries: ssh.tries }),
        ...(ssh.timeout === undefined ? {} : { connectTimeout: ssh.timeout * 1000 }),
      },
    );
  }

  /** Closes the connection; a later command opens it again. */
  async close(): Promise<void> {
    await this.#connection?.close();
    this.#connection = undefined;
  }

  /** What was said about the old address no longer holds. */
  async #moved(): Promise<void> {
    await this.close();
    const { hostKeys } = this.#parts;
    const key = hostKeys.load(this);
    if (key !== undefined) await hostKeys.save(this, key);
  }

  /** The connection of a machine that runs and answers; waits for it while it boots. */
  async #reachable(signal?: AbortSignal): Promise<GuestConnection> {
    if (this.#connection && (await this.#connection.alive())) return this.#connection;
    const state = await this.#parts.state(signal);
    if (state !== 'running') {
      throw notRunning(this.#plan, state);
    }
    await this.waitForSsh({ timeout: this.#plan.bootTimeout, ...(signal ? { signal } : {}) });
    return this.connection();
  }

  async #alive(): Promise<boolean | string> {
    const state = await this.#parts.state();
    return state === 'running' ? true : `the machine is not running any more (state: ${state})`;
  }
}

function notRunning({ name, ip, external }: DomainPlan, state: DomainState): StateError {
  const hint = external
    ? `It is not ours to start: is there an SSH server at ${ip}, port ${external.port}?`
    : `Start it with \`lago start ${name}\`.`;
  return new StateError('VM_NOT_RUNNING', `VM ${name} is not running (state: ${state})`, { hint });
}

function inMilliseconds<T extends { readonly timeout?: number }>(
  options: T,
): Omit<T, 'timeout'> & { timeout?: number } {
  const { timeout, ...rest } = options;
  return timeout === undefined ? rest : { ...rest, timeout: timeout * 1000 };
}
