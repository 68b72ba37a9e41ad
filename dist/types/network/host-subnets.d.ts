import type { TakenSubnet } from './types.ts';
/**
 * Subnets that this host (its network namespace) uses already: those it routes, which are networks of others or what a dead
 * environment left, and the addresses of itself and of its routers. Wider routes do not count; ours would win over them.
 */
export declare function hostSubnets(): Promise<readonly TakenSubnet[]>;
/** Reads the text of `/proc/net/route`, whose addresses are hex numbers with the first octet last. */
export declare function parseRoutes(text: string): readonly TakenSubnet[];
