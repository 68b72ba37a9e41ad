import { z } from 'zod';
import { type ProcessIdentity } from '../host/process.ts';
import type { ProviderObjects } from '../providers/provider.ts';
/**
 * Who an environment belongs to, and so how long it may live.
 * - `process`: it ends with that process (a test run, a CI job's worker, an `init` that is still at work).
 * - `workdir`: it lives until somebody destroys it, or until its directory is gone.
 */
export type Owner = {
    readonly kind: 'process';
    readonly process: ProcessIdentity /** For people: `GitHub job build`. */;
    readonly label: string;
} | {
    readonly kind: 'workdir';
};
declare const recordSchema: z.ZodObject<{
    version: z.ZodLiteral<1>;
    uuid: z.ZodString;
    createdAt: z.ZodString;
    phase: z.ZodEnum<{
        created: "created";
        creating: "creating";
        destroying: "destroying";
    }>;
    owner: z.ZodType<Owner, unknown, z.core.$ZodTypeInternals<Owner, unknown>>;
    worker: z.ZodExactOptional<z.ZodType<ProcessIdentity, unknown, z.core.$ZodTypeInternals<ProcessIdentity, unknown>>>;
    expiresAt: z.ZodExactOptional<z.ZodString>;
    prefix: z.ZodString;
    workdir: z.ZodString;
    createdRoot: z.ZodExactOptional<z.ZodString>;
    imagesDir: z.ZodString;
    leaseDir: z.ZodString;
    libvirtUrl: z.ZodString;
    libvirtAuth: z.ZodExactOptional<z.ZodObject<{
        username: z.ZodString;
        password: z.ZodString;
    }, z.core.$strip>>;
    started: z.ZodBoolean;
    domains: z.ZodArray<z.ZodString>;
    nets: z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        libvirtName: z.ZodString;
        bridge: z.ZodString;
        type: z.ZodEnum<{
            bridge: "bridge";
            nat: "nat";
        }>;
        uplink: z.ZodExactOptional<z.ZodString>;
    }, z.core.$strip>>;
    tpms: z.ZodExactOptional<z.ZodArray<z.ZodObject<{
        libvirtName: z.ZodString;
        uuid: z.ZodString;
    }, z.core.$strip>>>;
    providers: z.ZodExactOptional<z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        domains: z.ZodArray<z.ZodString>;
    }, z.core.$strip>>>;
    plugins: z.ZodExactOptional<z.ZodArray<z.ZodString>>;
    watchdog: z.ZodExactOptional<z.ZodType<ProcessIdentity, unknown, z.core.$ZodTypeInternals<ProcessIdentity, unknown>>>;
    forwarder: z.ZodExactOptional<z.ZodType<ProcessIdentity, unknown, z.core.$ZodTypeInternals<ProcessIdentity, unknown>>>;
    exports: z.ZodExactOptional<z.ZodArray<z.ZodObject<{
        directory: z.ZodString;
        createdRoot: z.ZodExactOptional<z.ZodString>;
        worker: z.ZodType<ProcessIdentity, unknown, z.core.$ZodTypeInternals<ProcessIdentity, unknown>>;
    }, z.core.$strip>>>;
}, z.core.$strip>;
/**
 * Everything needed to remove an environment without its directory: written before the first effect, removed after the
 * last. Lives in `<state dir>/environments/<uuid>.json`.
 */
export type OwnerRecord = Readonly<z.infer<typeof recordSchema>>;
/** What each provider has of an environment, by its name: networks are those of local-libvirt. */
export declare function objectsByProvider(record: OwnerRecord): ReadonlyMap<string, ProviderObjects>;
/** File of the record of one environment. */
export declare function recordFile(environmentsDir: string, uuid: string): string;
/** Writes a record, whole, so that a reader never sees half of it. */
export declare function writeRecord(environmentsDir: string, record: OwnerRecord): Promise<void>;
/** Reads the record of one environment; undefined when there is none (any more). */
export declare function readRecord(environmentsDir: string, uuid: string): Promise<OwnerRecord | undefined>;
/** Removes the record, and what killed writers of it left: the last act of `destroy`. */
export declare function removeRecord(environmentsDir: string, uuid: string): Promise<void>;
/** Removes what killed writers of any record left. They may have had passwords to write. */
export declare function removeAbandonedRecords(environmentsDir: string): Promise<void>;
/** UUIDs of which there is a lock and no record: of one that was destroyed by a process that was killed at the very end. */
export declare function strayLocks(environmentsDir: string): string[];
/** UUIDs of all environments that this host knows. */
export declare function listRecords(environmentsDir: string): string[];
/** Why an environment may be removed, or undefined while it has an owner. */
export declare function orphanReason(record: OwnerRecord, now?: Date): string | undefined;
/**
 * Whether the directory of the record still is this environment's, and not another one made at the same place.
 *
 * @throws {HostError} when that cannot be read.
 */
export declare function ownsPrefix(record: Pick<OwnerRecord, 'prefix' | 'uuid'>): boolean;
export {};
