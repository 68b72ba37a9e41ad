import { type Subnet4 } from '../host/ipv4.ts';
import type { NetSpec, ReportProblem } from '../initfile/types.ts';
/** Least MTU of a link with IPv6, in bytes: Linux takes IPv6 away from a bridge below it, and libvirt then fails. */
export declare const IPV6_MIN_MTU = 1280;
/**
 * First four groups of the IPv6 addresses of a network with an IPv4 subnet, one prefix for each: as in Lago where the subnet
 * is one of its own.
 */
export declare function derivedPrefix({ base, length }: Subnet4): string;
/**
 * Whether a network has IPv6, and the first four groups of its addresses. By default it has, unless its packets are too
 * small for that.
 */
export declare function planIpv6({ name, ipv6, mtu }: NetSpec, range: Subnet4, others: Map<string, string>, report: ReportProblem): string | false;
