import type { HostCheck } from '../host/checks.ts';
import type { Services } from './services.ts';
/** Runs a command as root; gives its exit code and what it said. */
export type AsRoot = (argv: readonly string[]) => Promise<{
    readonly code: number;
    readonly stderr: string;
}>;
/**
 * Runs the repairs of findings, in order; one that fails ends that finding's, and is a warning.
 *
 * @returns how many findings were mended.
 */
export declare function repair(checks: readonly HostCheck[], services: Services, asRoot: AsRoot): Promise<number>;
/** As root directly, or by a `sudo` that needs no password. */
export declare function rootRunner({ log, signal }: Services, isRoot?: boolean): AsRoot;
