import { GuestError, UserError } from '../../host/errors.ts';
import { oneLine } from '../one-line.ts';
import type { ServiceAction, ServiceProvider, ServiceShell, ServiceState } from './provider.ts';

/** What names of units and init scripts are made of; never an option. */
const NAME = /^[A-Za-z0-9_@.:\\][A-Za-z0-9_@.:\\-]*$/;

/** A service in a guest. */
export class Service {
  readonly name: string;
  readonly #vm: string;
  readonly #provider: ServiceProvider;
  readonly #shell: ServiceShell;

  /** @throws {UserError} `SERVICE_NAME_INVALID` */
  constructor(vm: string, name: string, provider: ServiceProvider, shell: ServiceShell) {
    if (!NAME.test(name)) {
      throw new UserError('SERVICE_NAME_INVALID', `${JSON.stringify(name)} cannot be the name of a service`);
    }
    this.name = name;
    this.#vm = vm;
    this.#provider = provider;
    this.#shell = shell;
  }

  /** How it is run: `systemd`, `sysvinit` or `systemdcontainer`. */
  get provider(): string {
    return this.#provider.name;
  }

  /** Whether the guest has it (`missing` if not), and whether it runs. */
  state(): Promise<ServiceState> {
    return this.#provider.state(this.name, this.#shell);
  }

  /** Whether the guest has it. */
  async exists(): Promise<boolean> {
    return (await this.state()) !== 'missing';
  }

  /** Whether it runs. */
  async alive(): Promise<boolean> {
    return (await this.state()) === 'active';
  }

  /** Starts it; nothing happens when it runs. @throws {GuestError} `SERVICE_MISSING`, `SERVICE_FAILED`. */
  async start(): Promise<void> {
    if ((await this.#existing()) !== 'active') await this.#request('start');
  }

  /** Stops it; nothing happens when it does not run. @throws {GuestError} `SERVICE_MISSING`, `SERVICE_FAILED`. */
  async stop(): Promise<void> {
    if ((await this.#existing()) !== 'inactive') await this.#request('stop');
  }

  /** Stops it if it runs, and starts it. @throws {GuestError} `SERVICE_MISSING`, `SERVICE_FAILED`. */
  async restart(): Promise<void> {
    await this.#existing();
    await this.#request('restart');
  }

  async #existing(): Promise<ServiceState> {
    const state = await this.state();
    if (state !== 'missing') return state;
    throw new GuestError('SERVICE_MISSING', `VM ${this.#vm} has no service ${this.name} (asked ${this.provider})`);
  }

  async #request(action: ServiceAction): Promise<void> {
    const { code, out, err } = await this.#provider.request(action, this.name, this.#shell);
    if (code === 0) return;
    const why = oneLine(err.trim() === '' ? out : err, 500);
    throw new GuestError(
      'SERVICE_FAILED',
      `VM ${this.#vm}: the service ${this.name} could not be ${PAST[action]} (exit code ${code}): ${why}`,
    );
  }
}

const PAST: Readonly<Record<ServiceAction, string>> = { start: 'started', stop: 'stopped', restart: 'restarted' };
