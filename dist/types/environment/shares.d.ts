import type { DomainPlan } from '../providers/plan.ts';
import type { ImageAccess } from '../providers/provider.ts';
/** What the shared directories of an environment are judged by. */
export interface ShareRules {
    /** Absolute directories in which they must lie. */
    readonly roots: readonly string[];
    /** Whether QEMU's user can reach a directory. */
    imageAccess(directory: string): Promise<ImageAccess>;
}
/**
 * Checks that all shared directories are there, lie where init files may reach once links are followed, and can be reached
 * by QEMU's user. Gives the domains with the real paths that were checked.
 *
 * @throws {UserError} `SHARE_SOURCE_MISSING`, `DISK_PATH_NOT_ALLOWED`; {@link HostError} `SHARE_UNREACHABLE`.
 */
export declare function checkShares(domains: ReadonlyMap<string, DomainPlan>, rules: ShareRules): Promise<ReadonlyMap<string, DomainPlan>>;
