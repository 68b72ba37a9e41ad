import { formatSubnet, toAddress, toNumber } from '../host/ipv4.ts';
import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import type { AddressRange } from '../providers/plan.ts';
import { addressIn } from './host-numbers.ts';
import type { Subnet } from './subnets.ts';

/** A network's dynamic range. */
export interface DhcpPlan {
  readonly dhcp: AddressRange;
  /** What is left of it for strangers; undefined when that is all of it. */
  readonly dhcpRanges?: readonly AddressRange[];
}

/**
 * The dynamic range of a network, and what is left of it: addresses of its machines and of its gateway are in no range that
 * is served. Undefined when there is none, or when it is wrong, which is then reported.
 */
export function planDhcp(
  { name, dhcp }: NetSpec,
  { range, gateway }: Subnet,
  reserved: readonly string[],
  report: ReportProblem,
): DhcpPlan | undefined {
  if (dhcp === undefined) return undefined;
  const wrong = (key: 'start' | 'end', why: string): undefined => {
    const message = `\`${dhcp[key]}\` cannot be an end of the dynamic range of network ${name}: ${why}`;
    report({ severity: 'error', code: 'DHCP_OUTSIDE', path: ['nets', name, 'dhcp', key], message });
  };
  const first = addressIn(range, dhcp.start);
  const last = addressIn(range, dhcp.end);
  const outside = `it is no host in ${formatSubnet(range)}`;
  if (first === undefined) return wrong('start', outside);
  if (last === undefined) return wrong('end', outside);
  if (last < first) return wrong('end', `it is below the start, ${toAddress(first)}`);
  const all = { start: toAddress(first), end: toAddress(last) };
  const taken = [...new Set([gateway, ...reserved.map(toNumber)])].filter((ip) => ip >= first && ip <= last);
  return taken.length === 0 ? { dhcp: all } : { dhcp: all, dhcpRanges: withoutHoles(first, last, taken) };
}

function withoutHoles(first: number, last: number, holes: readonly number[]): readonly AddressRange[] {
  const ranges: AddressRange[] = [];
  let start = first;
  for (const hole of [...holes.toSorted((a, b) => a - b), last + 1]) {
    if (hole > start) ranges.push({ start: toAddress(start), end: toAddress(hole - 1) });
    start = hole + 1;
  }
  return ranges;
}
