import type { GuestConnection } from '../connection.ts';
import type { ServiceShell } from './provider.ts';
/**
 * Runs the commands of service providers over SSH.
 *
 * @param reach gives the connection to a guest that answers.
 */
export declare function serviceShell(reach: () => Promise<GuestConnection>, user: string): ServiceShell;
