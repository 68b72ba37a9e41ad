import type { CollectedPath, CollectRequest, CollectOptions as TakeOptions } from '../guest/collect-paths.ts';
import type { Slots } from '../guest/slots.ts';
import type { Logger } from '../host/log.ts';
import type { Acceleration, DomainPlan } from '../providers/plan.ts';
import type { DomainState } from '../providers/provider.ts';
import type { GuestAccess } from './guest-access.ts';
import type { PrefixPaths } from './prefix.ts';
/** What taking files from a machine needs, whether it runs or not. */
export interface ExtractParts {
    /** The machine as it is now. */
    domain(): DomainPlan;
    readonly access: GuestAccess;
    readonly paths: PrefixPaths;
    readonly log: Logger;
    /** How libguestfs runs. */
    readonly acceleration: () => Acceleration;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Bounds the appliances at work at once. */
    readonly appliances: Slots;
    /** Whether the disks that it has now are on this host. */
    readonly disksAreHere: boolean;
    state(signal?: AbortSignal): Promise<DomainState>;
}
/** How paths are taken. */
export type ExtractOptions = Pick<TakeOptions, 'ignoreMissing' | 'maxBytes' | 'maxFiles' | 'signal'>;
/** A path to take from a guest: from where, and to where on this machine. */
export interface ExtractRequest {
    readonly source: string;
    /** An existing directory gets the source as a child; directories above are made. */
    readonly destination: string;
}
/** What became of one path. */
export type ExtractedPath = CollectedPath;
/**
 * Takes paths from a machine: over SSH while it answers, else from its disks. Both have the same layout.
 *
 * @throws {GuestError} `GUEST_PATH_MISSING` (unless `ignoreMissing`), `TRANSFER_REFUSED`, `SSH_TIMEOUT`, `GUEST_DOWN`; as
 * {@link extractDead}
 */
export declare function extract(parts: ExtractParts, requests: readonly CollectRequest[], options: ExtractOptions): Promise<readonly ExtractedPath[]>;
/**
 * Takes paths from the disks of a machine, by one appliance of libguestfs. What a machine that runs has not written to
 * its disks yet is missing, and there is a warning.
 *
 * @throws {GuestError} `GUEST_DOWN` when it has no disks here; {@link ToolError} `GUESTFS_FAILED`, `GUESTFS_NO_ROOT`;
 * {@link HostError} `TOOL_MISSING`
 */
export declare function extractDead(parts: ExtractParts, requests: readonly CollectRequest[], options: ExtractOptions): Promise<readonly ExtractedPath[]>;
/** Requests with the path of each copy itself: below `destination` when that is a directory already. */
export declare function placed(paths: readonly ExtractRequest[]): Promise<CollectRequest[]>;
