import { formatSubnet, isPrivate, parseSubnet, type Subnet4, sizeOf, subnetOf, toNumber } from '../host/ipv4.ts';
import type { NetSpec } from '../initfile/types.ts';
import { AUTOMATIC_LENGTH, isInPool, poolText } from './pool.ts';
import type { SubnetPool } from './types.ts';

/** Prefix lengths that a network may have: room for five machines, to a large site. */
const SHORTEST = 16;
const LONGEST = 29;

/** Takes note of what is wrong with the request. */
type Wrong = (code: string, message: string, hint?: string) => undefined;

/** The subnet that a network asks for, by `subnet` or as the /24 of its `gw`. Mistakes go to `wrong`. */
export function requestedRange(net: NetSpec, pool: SubnetPool, wrong: Wrong): Subnet4 | undefined {
  return net.subnet === undefined ? ofGateway(net, pool, wrong) : ofSubnet(net.name, net.subnet, pool, wrong);
}

function ofGateway({ name, gw = '' }: NetSpec, pool: SubnetPool, wrong: Wrong): Subnet4 | undefined {
  const range = subnetOf(toNumber(gw), AUTOMATIC_LENGTH);
  if (isInPool(pool, range)) return range;
  const message = `the gateway ${gw} of network ${name} lies outside the subnets that can be leased, ${poolText(pool)}`;
  return wrong('GATEWAY_OUTSIDE_RANGE', message, 'leave `gw` out to get a free one');
}

function ofSubnet(name: string, text: string, pool: SubnetPool, wrong: Wrong): Subnet4 | undefined {
  const [ip = '', bits = ''] = text.split('/');
  const length = Number(bits);
  if (length < SHORTEST || length > LONGEST) {
    return wrong('BAD_SUBNET', `the subnet ${text} of network ${name} must be between /${SHORTEST} and /${LONGEST}`);
  }
  const range = parseSubnet(text);
  if (range === undefined) {
    const meant = formatSubnet(subnetOf(toNumber(ip), length));
    const message = `the subnet ${text} of network ${name} starts with another address`;
    return wrong('BAD_SUBNET', message, `did you mean \`${meant}\`?`);
  }
  if (!isPrivate(range.base, range.base + sizeOf(range) - 1)) {
    const message = `the subnet ${text} of network ${name} is not private: machines elsewhere have these addresses`;
    return wrong('BAD_SUBNET', message, 'choose one in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16');
  }
  if (isInPool(pool, range)) return range;
  const message = `the subnet ${text} of network ${name} lies outside the pool of this host, ${poolText(pool)}`;
  return wrong('SUBNET_OUTSIDE_POOL', message, 'whoever runs the host can widen the pool: LAGO_SUBNET_POOL');
}
