import { setTimeout as sleep } from 'node:timers/promises';
import { GuestConnection } from '../guest/connection.ts';
import { waitForSsh } from '../guest/wait.ts';
import { GuestError, StateError } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { DomainState, GuestRoute } from '../providers/provider.ts';
import type { FoundAddresses } from './found-addresses.ts';
import type { HostKeys } from './host-keys.ts';
import type { SshSettings } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import { VmAddresses } from './vm-addresses.ts';

/** What reaching a guest needs of its environment. */
export interface AccessParts {
  readonly paths: PrefixPaths;
  readonly log: Logger;
  readonly hostKeys: HostKeys;
  /** The way to the machine; direct without it. */
  readonly route?: GuestRoute | undefined;
  readonly ssh: SshSettings;
  readonly found: FoundAddresses;
  state(signal?: AbortSignal): Promise<DomainState>;
  /** Addresses that the guest has now, by NIC index; for NICs whose address we do not give out. */
  addresses(signal?: AbortSignal): Promise<ReadonlyMap<number, readonly string[]>>;
}

/** How to wait for SSH. */
export interface WaitForSshOptions {
  /** Seconds; 600 by default. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called when a server answers, but does not let the user in. @internal */
  readonly onRefused?: () => void;
}

/** Seconds to wait for SSH when nothing else is said. */
const DEFAULT_WAIT = 600;
/** Milliseconds between two attempts to connect. */
const ATTEMPT_PERIOD = 1000;

/** The way into one guest: its address, found out where we do not give it, and its connection. */
export class GuestAccess {
  readonly #plan: DomainPlan;
  readonly #parts: AccessParts;
  /** Addresses given or found. */
  readonly addresses: VmAddresses;
  #connection: GuestConnection | undefined;

  constructor(plan: DomainPlan, parts: AccessParts) {
    this.#plan = plan;
    this.#parts = parts;
    this.addresses = new VmAddresses(plan, parts.found, (signal) => parts.addresses(signal));
  }

  /**
   * Address that SSH uses.
   *
   * @throws {StateError} `VM_ADDRESS_UNKNOWN`
   */
  address(): string {
    const { name, managementNet } = this.#plan;
    const address = this.addresses.management();
    if (address !== undefined) return address;
    throw new StateError('VM_ADDRESS_UNKNOWN', `the address of VM ${name} is not known yet`, {
      hint: `Its management network ${managementNet} is a bridge: start the VM, or call \`waitForSsh\`.`,
    });
  }

  /** The connection, made when it is first used. @throws {StateError} `VM_ADDRESS_UNKNOWN` */
  connection(): GuestConnection {
    const { sshUser, sshPassword } = this.#plan;
    this.#connection ??= this.connectionAs(sshUser, sshPassword);
    return this.#connection;
  }

  /** A connection of its own for any user; the caller closes it. @throws {StateError} `VM_ADDRESS_UNKNOWN` */
  connectionAs(user: string, password?: string): GuestConnection {
    const { hostKeys, log, paths, route, ssh } = this.#parts;
    const { name, external } = this.#plan;
    const host = this.address();
    return new GuestConnection(
      {
        name,
        host,
        user,
        privateKey: external?.key?.file ?? paths.privateKey,
        ...(external ? { port: external.port } : {}),
        ...(password === undefined ? {} : { password }),
      },
      {
        log,
        hostKeys: { load: async () => hostKeys.load({ name }), save: (key) => hostKeys.save({ name }, key) },
        ...(route ? { openStream: async () => route.open(host, 22) } : {}),
        ...(ssh.tries === undefined ? {} : { tries: ssh.tries }),
        ...(ssh.timeout === undefined ? {} : { connectTimeout: ssh.timeout * 1000 }),
      },
    );
  }

  /**
   * The connection of a machine that runs and answers; waits for it while it boots.
   *
   * @throws {StateError} `VM_NOT_RUNNING`; as {@link waitForSsh}
   */
  async reachable(signal?: AbortSignal): Promise<GuestConnection> {
    if (this.#connection && (await this.#connection.alive())) return this.#connection;
    await this.assertRunning(signal);
    await this.waitForSsh({ timeout: this.#plan.bootTimeout, signal });
    return this.connection();
  }

  /**
   * The connection, after so many attempts at it, 1 s apart.
   *
   * @throws {StateError} `VM_NOT_RUNNING`, `VM_ADDRESS_UNKNOWN`; {@link GuestError} `SSH_UNREACHABLE`, ...; `CancelledError`
   */
  async attempt(tries: number, signal?: AbortSignal): Promise<GuestConnection> {
    const connection = this.#connection;
    if (connection && (await connection.alive())) return connection;
    await this.assertRunning(signal);
    if (this.addresses.management() === undefined) await this.addresses.look(signal);
    for (let left = tries; ; left -= 1) {
      try {
        await this.connection().connect({ signal });
        return this.connection();
      } catch (error) {
        if (!(error instanceof GuestError) || error.code === 'HOST_KEY_CHANGED' || left <= 1) throw error;
        // When it fires, the next attempt says so.
        await sleep(ATTEMPT_PERIOD, undefined, signal ? { signal } : {}).catch(() => undefined);
      }
    }
  }

  /** @throws {StateError} `VM_NOT_RUNNING` */
  async assertRunning(signal?: AbortSignal): Promise<void> {
    const state = await this.#parts.state(signal);
    if (state !== 'running') throw notRunning(this.#plan, state);
  }

  /**
   * Waits until a command runs by SSH.
   *
   * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, `HOST_KEY_CHANGED`.
   */
  async waitForSsh(options: WaitForSshOptions = {}): Promise<void> {
    const timeout = (options.timeout ?? DEFAULT_WAIT) * 1000;
    const deadline = performance.now() + timeout;
    if (await this.addresses.find(timeout, () => this.#alive(), options.signal)) await this.#moved();
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

  /** Closes the connection; a later command opens it again. */
  async close(): Promise<void> {
    await this.#connection?.close();
    this.#connection = undefined;
  }

  /** What was said about the old address no longer holds; another caller may have found the new one, and use it. */
  async #moved(): Promise<void> {
    if (this.#connection?.target.host !== this.addresses.management()) await this.close();
    const { hostKeys } = this.#parts;
    const key = hostKeys.load(this.#plan);
    if (key !== undefined) await hostKeys.save(this.#plan, key);
  }

  async #alive(): Promise<boolean | string> {
    const state = await this.#parts.state();
    return state === 'running' ? true : `the machine is not running any more (state: ${state})`;
  }
}

/** The error for what only a running machine can do. */
export function notRunning({ name, ip, external }: DomainPlan, state: DomainState): StateError {
  const hint = external
    ? `It is not ours to start: is there an SSH server at ${ip}, port ${external.port}?`
    : `Start it with \`lago start ${name}\`.`;
  return new StateError('VM_NOT_RUNNING', `VM ${name} is not running (state: ${state})`, { hint });
}
