import type { Duplex } from 'node:stream';
/**
 * Copies between two connections, both ways, until both have ended. One that breaks, or is closed, ends the other; what it
 * had sent to its end still arrives.
 */
export declare function relay(one: Duplex, other: Duplex): void;
