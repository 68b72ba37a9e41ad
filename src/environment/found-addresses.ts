import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeJson } from '../host/files.ts';

const shape = z.record(z.string(), z.record(z.string(), z.array(z.string())));

type Saved = z.infer<typeof shape>;

/**
 * Addresses of NICs that were found out because none was given, as on bridges. Kept in the prefix, so that inventories and
 * other processes know them; they are guesses, which whoever connects has to look at again.
 */
export class FoundAddresses {
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** Addresses of a machine by NIC, the likeliest first. */
  of(vm: string): ReadonlyMap<number, readonly string[]> {
    return new Map(Object.entries(this.#read()[vm] ?? {}).map(([nic, ips]) => [Number(nic), ips]));
  }

  /** Notes what was found; a NIC for which nothing was found keeps what was known, and the one that answered stays first. */
  note(vm: string, addresses: ReadonlyMap<number, readonly string[]>): Promise<void> {
    return this.#change((saved) => {
      const known = saved[vm] ?? {};
      const found = [...addresses].filter(([, ips]) => ips.length > 0);
      const sorted = found.map(([nic, ips]) => [nic, withFirst(ips, known[nic]?.[0])]);
      return { ...saved, [vm]: { ...known, ...Object.fromEntries(sorted) } };
    });
  }

  /** Puts an address that answers before the others of its NIC. */
  prefer(vm: string, ip: string): Promise<void> {
    return this.#change((saved) => {
      const nics = Object.entries(saved[vm] ?? {}).map(([nic, ips]) => [nic, withFirst(ips, ip)]);
      return { ...saved, [vm]: Object.fromEntries(nics) };
    });
  }

  /** Forgets machines that are down: they may come up with other addresses. */
  forget(vms: readonly string[]): Promise<void> {
    return this.#change((saved) => Object.fromEntries(Object.entries(saved).filter(([vm]) => !vms.includes(vm))));
  }

  #read(): Saved {
    try {
      return shape.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      // Never written, or by a process that was killed: nothing is known.
      return {};
    }
  }

  /** One change after the other; nothing is written when nothing changes. */
  #change(change: (saved: Saved) => Saved): Promise<void> {
    const write = async () => {
      const before = this.#read();
      const after = change(before);
      if (JSON.stringify(after) !== JSON.stringify(before)) await writeJson(this.#file, after);
    };
    const done = this.#writing.then(write);
    this.#writing = done.catch(() => {});
    return done;
  }
}

function withFirst(ips: readonly string[], first: string | undefined): readonly string[] {
  return first !== undefined && ips.includes(first) ? [first, ...ips.filter((ip) => ip !== first)] : ips;
}
