import type { HostFacts } from '../plan.ts';
/** What optional parts of machines this host has installed. */
export declare function readInstalled(directories?: readonly string[], programs?: readonly string[]): Promise<Pick<HostFacts, 'firmware' | 'tpm'>>;
