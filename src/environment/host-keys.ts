import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../host/files.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';

/** Host keys of guests, pinned at first contact for the life of the environment. */
export class HostKeys {
  readonly #paths: PrefixPaths;
  readonly #domains: () => Iterable<{ readonly name: string; readonly address: string | undefined }>;

  constructor(
    paths: PrefixPaths,
    domains: () => Iterable<{ readonly name: string; readonly address: string | undefined }>,
  ) {
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
    const lines = [...this.#domains()].flatMap(({ name, address }) => {
      const pinned = this.load({ name });
      return pinned === undefined
        ? []
        : [`${[name, address].filter((part) => part !== undefined).join(',')} ${pinned}`];
    });
    await writeFileAtomic(this.#paths.knownHosts, lines.map((line) => `${line}\n`).join(''));
  }

  #file(name: string): string {
    return join(this.#paths.virt, `host-key-${name}`);
  }
}
