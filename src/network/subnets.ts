import { HostError } from '../host/errors.ts';
import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import { isHostOctet, octetsOf } from './ipv4.ts';
import type { SubnetPool } from './types.ts';

/** Host number of a gateway that the init file does not choose. */
const DEFAULT_GATEWAY_HOST = 1;

/** A network's /24 and the host in it that is the gateway. */
export interface Subnet {
  /** Third octet of 192.168.x.0/24. */
  readonly octet: number;
  /** Last octet of the gateway. */
  readonly gateway: number;
}

/** What could be given to the networks. */
export interface SubnetAssignment {
  /** By name of the network; those whose gateway is wrong and those that got none are missing. */
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** The error to throw when the pool was too small. */
  readonly exhausted?: HostError;
}

/**
 * Gives every NAT network a /24: first those whose `gw` asks for one, then, in the order of the file, the lowest free ones
 * with the gateway `.1`.
 */
export function assignSubnets(
  nets: ReadonlyMap<string, NetSpec>,
  pool: SubnetPool,
  report: ReportProblem,
): SubnetAssignment {
  const subnets = new Map<string, Subnet>();
  const holders = new Map<number, string>();
  const nat = [...nets.values()].filter((net) => net.type === 'nat');
  for (const net of nat.filter(({ gw }) => gw !== undefined)) {
    const subnet = requestedSubnet(net, pool, holders, report);
    if (!subnet) continue;
    subnets.set(net.name, subnet);
    holders.set(subnet.octet, net.name);
  }
  const free = freeOctets(pool).filter((octet) => !holders.has(octet));
  const wanting = nat.filter(({ gw }) => gw === undefined);
  if (wanting.length > free.length) return { subnets, exhausted: exhausted(pool, wanting.length, free.length) };
  wanting.forEach((net, index) => {
    const octet = free[index];
    if (octet !== undefined) subnets.set(net.name, { octet, gateway: DEFAULT_GATEWAY_HOST });
  });
  return { subnets };
}

function requestedSubnet(
  net: NetSpec,
  pool: SubnetPool,
  holders: ReadonlyMap<number, string>,
  report: ReportProblem,
): Subnet | undefined {
  const gw = net.gw ?? '';
  const wrong = (code: string, message: string, hint?: string): undefined => {
    report({
      severity: 'error',
      code,
      path: ['nets', net.name, 'gw'],
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  };
  const [first, second, octet = 0, host = 0] = octetsOf(gw);
  if (first !== 192 || second !== 168 || octet < pool.first || octet > pool.last) {
    return wrong(
      'GATEWAY_OUTSIDE_RANGE',
      `the gateway ${gw} of network ${net.name} lies outside the subnets that can be leased, ${rangeText(pool)}`,
      'leave `gw` out to get a free one',
    );
  }
  if (!isHostOctet(host))
    return wrong('BAD_GATEWAY', `the gateway ${gw} is not a host address: its last number must be 1 to 254`);
  const other = holders.get(octet);
  if (other !== undefined) {
    return wrong(
      'DUPLICATE_SUBNET',
      `the gateway ${gw} of network ${net.name} lies in 192.168.${octet}.0/24, which is that of network ${other}`,
    );
  }
  if (pool.taken.has(octet)) {
    const owner = pool.ownerOf?.(octet);
    return wrong(
      'SUBNET_TAKEN',
      `the subnet 192.168.${octet}.0/24 of gateway ${gw} is taken${owner === undefined ? '' : ` by ${owner}`}`,
      'leave `gw` out to get a free one, or destroy the environment that has it',
    );
  }
  return { octet, gateway: host };
}

function freeOctets(pool: SubnetPool): number[] {
  const all = Array.from({ length: Math.max(0, pool.last - pool.first + 1) }, (_, index) => pool.first + index);
  return all.filter((octet) => !pool.taken.has(octet));
}

function exhausted(pool: SubnetPool, wanted: number, free: number): HostError {
  const all = Math.max(0, pool.last - pool.first + 1);
  const message = `${count(wanted, 'network needs a subnet', 'networks need a subnet each')}, but of the ${all} in ${rangeText(pool)} only ${free} ${free === 1 ? 'is' : 'are'} free`;
  return new HostError('SUBNETS_EXHAUSTED', message, {
    hint: 'Run `lago reap` to remove environments whose owner is gone, or `lago destroy` in those that are no longer needed.',
  });
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}

function rangeText(pool: SubnetPool): string {
  return `192.168.${pool.first}.0/24 to 192.168.${pool.last}.0/24`;
}
