import type { DomainState } from '../provider.ts';
/** Reads the output of `virsh domstats --state`: libvirt name -> state. */
export declare function parseDomainStates(text: string): Map<string, DomainState>;
/** Reads the addresses out of `virsh domifaddr`: MAC -> IPv4 addresses. */
export declare function parseInterfaceAddresses(text: string): Map<string, string[]>;
/** Reads dnsmasq's file of leases (`<expiry> <MAC> <address> <name> <id>` in each line): MAC -> IPv4 addresses. */
export declare function parseLeaseFile(text: string): Map<string, string[]>;
/** Reads the output of `ip -4 neighbour show` (`<address> dev <name> lladdr <MAC> <state>`): MAC -> IPv4 addresses. */
export declare function parseNeighbours(text: string): Map<string, string[]>;
