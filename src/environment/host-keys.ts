import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree, writeFileAtomic } from '../host/files.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';

/** What `known_hosts` has of a machine besides its key. */
type Machine = Pick<DomainPlan, 'name' | 'ip' | 'external'>;

/** Host keys of guests, pinned at first contact for the life of the environment. */
export class HostKeys {
  readonly #paths: PrefixPaths;
  readonly #domains: () => Iterable<Machine>;
  #writing: Promise<void> = Promise.resolve();

  constructor(paths: PrefixPaths, domains: () => Iterable<Machine>) {
    this.#paths = paths;
    this.#domains = domains;
  }

  /** The pinned key of a VM as `ssh-ed25519 AAAA...`; undefined before the first contact. */
  load(vm: Pick<DomainPlan, 'name'>): string | undefined {
    const file = this.#file(vm.name);
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  }

  /** Pins a key and brings the prefix's `known_hosts` up to date, for ssh and Ansible. */
  async save(vm: Pick<DomainPlan, 'name'>, key: string): Promise<void> {
    await writeFileAtomic(this.#file(vm.name), `${key}\n`);
    await this.#writeKnownHosts();
  }

  /** Makes a VM's pin what it was at another time: this key, or none before its first contact. */
  async set(vm: Pick<DomainPlan, 'name'>, key: string | undefined): Promise<void> {
    if (this.load(vm) === key) return;
    if (key !== undefined) return this.save(vm, key);
    await removeTree(this.#file(vm.name));
    await this.#writeKnownHosts();
  }

  /** One after the other: of several at once, one that has read fewer pins might be the last to write. */
  #writeKnownHosts(): Promise<void> {
    const done = this.#writing.then(() => this.#writeAll());
    this.#writing = done.catch(() => undefined);
    return done;
  }

  async #writeAll(): Promise<void> {
    const lines = [...this.#domains()].flatMap((machine) => {
      const pinned = this.load(machine);
      return pinned === undefined ? [] : [`${namesOf(machine).join(',')} ${pinned}`];
    });
    await writeFileAtomic(this.#paths.knownHosts, lines.map((line) => `${line}\n`).join(''));
  }

  #file(name: string): string {
    return join(this.#paths.virt, `host-key-${name}`);
  }
}

/** Under its address a machine is looked up by those who do not use our configuration of ssh. */
function namesOf({ name, ip, external }: Machine): string[] {
  if (ip === undefined) return [name];
  return [name, external && external.port !== 22 ? `[${ip}]:${external.port}` : ip];
}
