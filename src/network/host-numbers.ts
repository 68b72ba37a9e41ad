import { contains, formatSubnet, isHost, type Subnet4, sizeOf, toAddress, toNumber } from '../host/ipv4.ts';
import type { NetSpec } from '../initfile/types.ts';
import type { Subnet } from './subnets.ts';

/** The first host of a subnet is left to the gateway, wherever that is. */
const FIRST_DYNAMIC = 2;

/** Stands in for the subnet of a network that got none, so that mistakes in its NICs are found all the same. */
const ANY: Subnet4 = { base: toNumber('192.168.0.0'), length: 24 };

/** Why an address cannot be had. */
export interface Refusal {
  readonly code: string;
  readonly why: string;
}

/**
 * Address that an init file means in a subnet. One that lies elsewhere counts by its host part, as in Lago; where that is
 * less than an octet, only if nothing is lost. Undefined when it means none.
 */
export function addressIn(subnet: Subnet4, address: string | number): number | undefined {
  const number = typeof address === 'number' ? subnet.base + address : toNumber(address);
  if (typeof address === 'number' || contains(subnet, number)) return isHost(subnet, number) ? number : undefined;
  const size = sizeOf(subnet);
  const host = size < 256 ? number % 256 : number % size;
  return host < size && isHost(subnet, subnet.base + host) ? subnet.base + host : undefined;
}

/** A NAT network while its addresses are given out. */
export class HostNumbers {
  readonly net: string;
  readonly #range: Subnet4;
  /** Undefined when its subnet is wrong or none was free. */
  readonly #subnet: Subnet | undefined;
  /** Numbers of the range for strangers, given out only when there are no others. */
  readonly #dynamic: { readonly first: number; readonly last: number };
  /** Address -> who has it. */
  readonly #used = new Map<number, string>();
  #next: Iterator<number>;

  constructor(net: NetSpec, subnet: Subnet | undefined) {
    this.net = net.name;
    this.#subnet = subnet;
    this.#range = subnet?.range ?? ANY;
    if (subnet) this.#used.set(subnet.gateway, 'its gateway');
    const [first, last] = [net.dhcp?.start, net.dhcp?.end].map((end) => end && addressIn(this.#range, end));
    this.#dynamic = { first: first || 0, last: last || -1 };
    this.#next = this.#candidates();
  }

  /** How many NICs it has room for. */
  get room(): number {
    return sizeOf(this.#range) - 1 - FIRST_DYNAMIC;
  }

  /** Its subnet, for people. */
  get size(): string {
    return `/${this.#range.length}`;
  }

  /** Takes the address that an init file asks for; undefined when it has none because its subnet is wrong. */
  takeStatic(ip: string, owner: string): string | Refusal | undefined {
    const address = addressIn(this.#range, ip);
    if (address === undefined) return { code: 'STATIC_IP_OUTSIDE', why: this.#outside() };
    const holder = this.#used.get(address);
    const shown = this.#range.length === 24 ? `.${address % 256}` : toAddress(address);
    if (address === this.#subnet?.gateway) return { code: 'STATIC_IP_GATEWAY', why: `${shown} is that of ${holder}` };
    if (holder !== undefined) return { code: 'DUPLICATE_STATIC_IP', why: `${shown} is that of ${holder} already` };
    this.#used.set(address, owner);
    return this.#subnet && toAddress(address);
  }

  /** Takes the lowest free address; `full` when there is none, undefined when its subnet is wrong. */
  takeNext(): string | 'full' | undefined {
    for (;;) {
      const { value, done } = this.#next.next();
      if (done === true) return 'full';
      if (!this.#used.has(value)) return this.#subnet && toAddress(value);
    }
  }

  *#candidates(): Generator<number> {
    const { first, last } = this.#dynamic;
    const end = this.#range.base + sizeOf(this.#range) - 2;
    for (let address = this.#range.base + FIRST_DYNAMIC; address <= end; address++) {
      if (address < first || address > last) yield address;
    }
    for (let address = first; address <= last; address++) yield address;
  }

  #outside(): string {
    if (this.#range.length === 24) return 'the last number must be 1 to 254';
    const [first, last] = [this.#range.base + 1, this.#range.base + sizeOf(this.#range) - 2].map(toAddress);
    return `${formatSubnet(this.#range)} has hosts from ${first} to ${last}`;
  }
}
