import type { DomainState } from '../provider.ts';
/** Reads the output of `virsh domstats --state`: libvirt name -> state. */
export declare function parseDomainStates(text: string): Map<string, DomainState>;
/** Reads the addresses out of `virsh domifaddr`: MAC -> IPv4 addresses. */
export declare function parseInterfaceAddresses(text: string): Map<string, string[]>;
