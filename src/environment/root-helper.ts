import { readFile } from 'node:fs/promises';
import type { GuestConnection } from '../guest/connection.ts';
import { exec } from '../guest/exec.ts';
import { messageOf } from '../host/errors.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import { makeUser } from './settle.ts';
import type { Vm } from './vm.ts';

/** Milliseconds for finding out whether root gets in. */
const ATTEMPT = 30_000;

/**
 * Root's way into a guest that was provisioned over SMBIOS and has another SSH user: root has the key there as well. It
 * makes the user where the guest does not read the credentials that would.
 */
export class RootHelper {
  readonly #vm: Vm;
  readonly #domain: DomainPlan;
  readonly #paths: PrefixPaths;
  readonly #services: Services;
  #help: Promise<void> | undefined;

  constructor(vm: Vm, domain: DomainPlan, paths: PrefixPaths, services: Services) {
    this.#vm = vm;
    this.#domain = domain;
    this.#paths = paths;
    this.#services = services;
  }

  /** Called whenever the user was refused; makes it, once at a time, until that worked. */
  help(): void {
    if (!this.#isNeeded()) return;
    this.#help ??= this.#tryToMakeUser().then((came) => {
      // What failed once it had begun would fail again.
      if (came === 'no-entry') this.#help = undefined;
    });
  }

  /**
   * Does something as root where root gets in, else as the SSH user, who may have sudo.
   *
   * @param work gets the connection and the name of its user.
   */
  async asRoot(work: (connection: GuestConnection, user: string) => Promise<void>): Promise<void> {
    await this.#help;
    const { sshUser } = this.#domain;
    if (!this.#isNeeded()) return work(this.#vm.connection(), sshUser);
    const root = this.#vm.connectionAs('root');
    try {
      if (await this.#getsIn(root)) await work(root, 'root');
      else await work(this.#vm.connection(), sshUser);
    } finally {
      await root.close();
    }
  }

  #isNeeded(): boolean {
    return this.#domain.sshUser !== 'root' && this.#domain.provisioning.kind === 'smbios';
  }

  async #getsIn(root: GuestConnection): Promise<boolean> {
    try {
      await exec(root, 'true', { timeout: ATTEMPT, signal: this.#services.signal });
      return true;
    } catch (error) {
      this.#services.log.debug(`VM ${this.#vm.name}: root cannot log in: ${messageOf(error)}`);
      return false;
    }
  }

  async #tryToMakeUser(): Promise<'no-entry' | 'tried'> {
    const root = this.#vm.connectionAs('root');
    try {
      if (!(await this.#getsIn(root))) return 'no-entry';
      await makeUser(root, this.#domain, await readFile(this.#paths.publicKey, 'utf8'), this.#services);
    } catch (error) {
      this.#services.log.warning(`the user ${this.#domain.sshUser} could not be made: ${messageOf(error)}`);
    } finally {
      await root.close();
    }
    return 'tried';
  }
}
