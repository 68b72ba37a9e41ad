import { HostError } from '../host/errors.ts';
import { formatSubnet, isHost, overlap, type Subnet4, toNumber } from '../host/ipv4.ts';
import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import { automaticSubnets, countSubnets, poolText, takerOf } from './pool.ts';
import { requestedRange } from './requested.ts';
import type { SubnetPool } from './types.ts';

/** A network's subnet and the gateway in it. */
export interface Subnet {
  readonly range: Subnet4;
  /** Address of the gateway, as a number. */
  readonly gateway: number;
}

/** What could be given to the networks. */
export interface SubnetAssignment {
  /** By name of the network; those whose subnet or gateway is wrong and those that got none are missing. */
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** The error to throw when the pool was too small. */
  readonly exhausted?: HostError;
}

/**
 * Gives every NAT network a subnet: first those whose `subnet` or `gw` asks for one, then, in the order of the file, the
 * lowest free /24 ones. The first host is the gateway unless `gw` says otherwise.
 */
export function assignSubnets(
  nets: ReadonlyMap<string, NetSpec>,
  pool: SubnetPool,
  report: ReportProblem,
): SubnetAssignment {
  const subnets = new Map<string, Subnet>();
  const nat = [...nets.values()].filter((net) => net.type === 'nat');
  for (const net of nat.filter(isRequest)) {
    const subnet = requestedSubnet(net, pool, subnets, report);
    if (subnet) subnets.set(net.name, subnet);
  }
  const wanting = nat.filter((net) => !isRequest(net));
  const held = [...subnets.values()].map(({ range }) => ({ subnet: range }));
  const found = freeSubnets({ ...pool, taken: [...pool.taken, ...held] }, wanting.length);
  if (wanting.length > found.length) return { subnets, exhausted: exhausted(pool, wanting.length, found.length) };
  wanting.forEach((net, index) => {
    const range = found[index];
    if (range) subnets.set(net.name, { range, gateway: range.base + 1 });
  });
  return { subnets };
}

function isRequest({ subnet, gw }: NetSpec): boolean {
  return subnet !== undefined || gw !== undefined;
}

function requestedSubnet(
  net: NetSpec,
  pool: SubnetPool,
  held: ReadonlyMap<string, Subnet>,
  report: ReportProblem,
): Subnet | undefined {
  const key = net.subnet === undefined ? 'gw' : 'subnet';
  const wrong = (code: string, message: string, hint?: string, at: 'gw' | 'subnet' = key): undefined => {
    const advice = hint === undefined ? {} : { hint };
    report({ severity: 'error', code, path: ['nets', net.name, at], message, ...advice });
  };
  const range = requestedRange(net, pool, wrong);
  if (range === undefined) return undefined;
  const gateway = net.gw === undefined ? range.base + 1 : toNumber(net.gw);
  if (!isHost(range, gateway)) return wrong('BAD_GATEWAY', badGateway(net, range), undefined, 'gw');
  const text = formatSubnet(range);
  const of =
    net.subnet === undefined
      ? `the gateway ${net.gw} of network ${net.name} lies in ${text}`
      : `network ${net.name} wants ${text}`;
  const other = [...held].find(([, subnet]) => overlap(subnet.range, range));
  if (other) {
    const [name, subnet] = other;
    const theirs = formatSubnet(subnet.range);
    const which = theirs === text ? 'which is that of' : `which overlaps ${theirs} of`;
    return wrong('DUPLICATE_SUBNET', `${of}, ${which} network ${name}`);
  }
  const taker = takerOf(pool, range);
  if (taker) {
    const theirs = formatSubnet(taker.subnet);
    const by = taker.owner === undefined ? '' : ` by ${taker.owner}${theirs === text ? '' : ` (${theirs})`}`;
    const hint = `leave \`${key}\` out to get a free one, or destroy the environment that has it`;
    return wrong('SUBNET_TAKEN', `the subnet ${text} of network ${net.name} is taken${by}`, hint);
  }
  return { range, gateway };
}

function badGateway({ gw, subnet }: NetSpec, range: Subnet4): string {
  if (subnet === undefined) return `the gateway ${gw} is not a host address: its last number must be 1 to 254`;
  return `the gateway ${gw} is not the address of a host in ${formatSubnet(range)}`;
}

function freeSubnets(pool: SubnetPool, wanted: number): readonly Subnet4[] {
  const found: Subnet4[] = [];
  if (wanted === 0) return found;
  for (const subnet of automaticSubnets(pool)) {
    if (takerOf(pool, subnet) === undefined) found.push(subnet);
    if (found.length === wanted) break;
  }
  return found;
}

function exhausted(pool: SubnetPool, wanted: number, free: number): HostError {
  const { all } = countSubnets(pool);
  const message = `${count(wanted, 'network needs a subnet', 'networks need a subnet each')}, but of the ${all} in ${poolText(pool)} only ${free} ${free === 1 ? 'is' : 'are'} free`;
  return new HostError('SUBNETS_EXHAUSTED', message, {
    hint: 'Run `lago reap` to remove environments whose owner is gone, or `lago destroy` in those that are no longer needed.',
  });
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}
