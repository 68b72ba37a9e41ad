import type { DomainSpec, KeyPath, NetSpec, NicSpec, PlanProblem, ReportProblem } from '../initfile/types.ts';
import { hostAddress, hostOctet, isHostOctet } from './ipv4.ts';
import type { Subnet } from './subnets.ts';

/** Host numbers that are given out. The first host of a /24 is left to the gateway, wherever that is. */
const FIRST_DYNAMIC = 2;
const LAST_DYNAMIC = 254;

/** The address of one NIC. */
export interface NicAddress {
  readonly domain: string;
  /** Position of the NIC in its domain. */
  readonly index: number;
  readonly net: string;
  readonly ip: string;
}

interface Place {
  readonly domain: string;
  readonly index: number;
  readonly nic: NicSpec;
  readonly path: KeyPath;
}

/** A NAT network while its host numbers are given out. */
class HostNumbers {
  readonly net: string;
  /** Undefined when its gateway is wrong or no subnet was free; mistakes in its NICs are still found. */
  readonly #subnet: Subnet | undefined;
  /** Host number -> who has it. */
  readonly #used = new Map<number, string>();
  #next = FIRST_DYNAMIC;
  #fullReported = false;

  constructor(net: string, subnet: Subnet | undefined) {
    this.net = net;
    this.#subnet = subnet;
    if (subnet) this.#used.set(subnet.gateway, 'its gateway');
  }

  takeStatic({ domain, index, nic, path }: Place, report: ReportProblem): string | undefined {
    const ip = nic.ip ?? '';
    const wrong = (code: string, why: string): undefined => {
      const message = `\`${ip}\` cannot be an address on network ${this.net}: ${why}`;
      report({ severity: 'error', code, path: [...path, 'ip'], message, hint: 'leave `ip` out to get a free one' });
    };
    const host = hostOctet(ip);
    if (!isHostOctet(host)) return wrong('STATIC_IP_OUTSIDE', 'the last number must be 1 to 254');
    const owner = this.#used.get(host);
    if (host === this.#subnet?.gateway) return wrong('STATIC_IP_GATEWAY', `.${host} is that of ${owner}`);
    if (owner !== undefined) return wrong('DUPLICATE_STATIC_IP', `.${host} is that of ${owner} already`);
    this.#used.set(host, `NIC ${index} of VM ${domain}`);
    return this.#address(host);
  }

  takeNext({ path }: Place, report: ReportProblem): string | undefined {
    while (this.#used.has(this.#next)) this.#next++;
    if (this.#next <= LAST_DYNAMIC) return this.#address(this.#next++);
    if (!this.#fullReported) {
      const message = `network ${this.net} has no address left: a /24 has room for ${LAST_DYNAMIC - FIRST_DYNAMIC + 1} NICs`;
      report({ severity: 'error', code: 'NET_FULL', path, message, hint: 'spread the NICs over several networks' });
    }
    this.#fullReported = true;
    return undefined;
  }

  #address(host: number): string | undefined {
    return this.#subnet && hostAddress(this.#subnet.octet, host);
  }
}

/**
 * Gives every NIC on a NAT network its address, static ones first: of those only the last number counts. Returned in the
 * order of recording, which numbers the names of {@link nicNames}. NICs whose address is wrong are reported and left out.
 */
export function assignAddresses(
  domains: ReadonlyMap<string, DomainSpec>,
  nets: ReadonlyMap<string, NetSpec>,
  subnets: ReadonlyMap<string, Subnet>,
  report: ReportProblem,
): readonly NicAddress[] {
  const nat = [...nets.values()].filter(({ type }) => type === 'nat');
  const numbers = new Map(nat.map(({ name }) => [name, new HostNumbers(name, subnets.get(name))]));
  const places = [...domains.values()].flatMap(placesOf);
  const take = (place: Place, pick: (pool: HostNumbers) => string | undefined): NicAddress[] => {
    const pool = numbers.get(place.nic.net);
    const ip = pool && pick(pool);
    return ip === undefined ? [] : [{ domain: place.domain, index: place.index, net: place.nic.net, ip }];
  };
  const fixed = places.filter(({ nic }) => nic.ip !== undefined);
  for (const place of fixed.filter(({ nic }) => nets.get(nic.net)?.type === 'bridge')) report(unmanagedAddress(place));
  return [
    ...fixed.flatMap((place) => take(place, (pool) => pool.takeStatic(place, report))),
    ...places
      .filter(({ nic }) => nic.ip === undefined)
      .flatMap((place) => take(place, (pool) => pool.takeNext(place, report))),
  ];
}

function placesOf(domain: DomainSpec): Place[] {
  return domain.nics.map((nic, index) => ({
    domain: domain.name,
    index,
    nic,
    path: ['domains', domain.name, 'nics', index],
  }));
}

function unmanagedAddress({ nic, path }: Place): PlanProblem {
  return {
    severity: 'warning',
    code: 'STATIC_IP_UNMANAGED',
    path: [...path, 'ip'],
    message: `${nic.ip ?? ''} on bridge network ${nic.net} is not managed: the guest has to set it itself`,
  };
}
