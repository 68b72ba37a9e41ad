import type { DomainPlan, NicPlan } from '../providers/plan.ts';
import { findAddress } from './find-address.ts';
import type { FoundAddresses } from './found-addresses.ts';

/** A NIC as `Vm.nics` gives it. */
export type VmNic = Pick<NicPlan, 'index' | 'net' | 'ip' | 'mac' | 'mtu'>;

/** The addresses of one machine: those that the plan gave it, and those that were found out. */
export class VmAddresses {
  readonly #plan: DomainPlan;
  readonly #found: FoundAddresses;
  readonly #ask: (signal?: AbortSignal) => Promise<ReadonlyMap<number, readonly string[]>>;

  /** @param ask gives the addresses that the guest has now, by NIC. */
  constructor(
    plan: DomainPlan,
    found: FoundAddresses,
    ask: (signal?: AbortSignal) => Promise<ReadonlyMap<number, readonly string[]>>,
  ) {
    this.#plan = plan;
    this.#found = found;
    this.#ask = ask;
  }

  /** NICs in the order of the init file. */
  nics(): VmNic[] {
    return this.#plan.nics.map(({ libvirtNet: _name, ...nic }) => {
      const ip = nic.ip ?? this.#of(nic.index)[0];
      return { ...nic, ...(ip === undefined ? {} : { ip }) };
    });
  }

  /** Address on the management network; undefined while nobody knows it. */
  management(): string | undefined {
    return this.#plan.ip ?? this.#candidates()[0];
  }

  /** Asks for the addresses that the guest has now, where none was given. */
  async look(signal?: AbortSignal): Promise<void> {
    const { nics, name } = this.#plan;
    if (nics.length > 0 && nics.every((nic) => nic.ip !== undefined)) return;
    await this.#found.note(name, await this.#ask(signal));
  }

  /**
   * Looks for the address of the management network, where none was given, until an SSH server answers at one. A machine
   * that starts again may get another.
   *
   * @param timeout milliseconds.
   * @returns whether it is another one than before.
   * @throws as {@link findAddress}.
   */
  async find(
    timeout: number,
    alive: () => Promise<boolean | string>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { name, ip, managementNet: net } = this.#plan;
    if (ip !== undefined) return false;
    const before = this.management();
    const look = async () => {
      await this.look(signal);
      return this.#candidates();
    };
    const choose = (address: string) => this.#found.prefer(name, address);
    await findAddress({ name, net, look, choose, alive, timeout, signal });
    return this.management() !== before;
  }

  /** A provider with networks of its own gives addresses without NICs. */
  #candidates(): readonly string[] {
    const { nics, managementNet } = this.#plan;
    if (nics.length === 0) return this.#of(0);
    return nics
      .filter((nic) => nic.net === managementNet)
      .flatMap((nic) => (nic.ip === undefined ? this.#of(nic.index) : [nic.ip]));
  }

  #of(nic: number): readonly string[] {
    return this.#found.of(this.#plan.name).get(nic) ?? [];
  }
}
