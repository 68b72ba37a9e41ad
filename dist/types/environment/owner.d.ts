import { z } from 'zod';
import { type ProcessIdentity } from '../host/process.ts';
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
    }, z.core.$strip>>;
    watchdog: z.ZodExactOptional<z.ZodType<ProcessIdentity, unknown, z.core.$ZodTypeInternals<ProcessIdentity, unknown>>>;
}, z.core.$strip>;
/**
 * Everything needed to remove an environment without its directory: written before the first effect, removed after the
 * last. Lives in `<state dir>/environments/<uuid>.json`.
 */
export type OwnerRecord = Readonly<z.infer<typeof recordSchema>>;
/** File of the record of one environment. */
export declare function recordFile(environmentsDir: string, uuid: string): string;
/** Writes a record, whole, so that a reader never sees half of it. */
export declare function writeRecord(environmentsDir: string, record: OwnerRecord): Promise<void>;
/** Reads the record of one environment; undefined when there is none (any more). */
export declare function readRecord(environmentsDir: string, uuid: string): Promise<OwnerRecord | undefined>;
/** Removes the record: the last act of `destroy`. */
export declare function removeRecord(environmentsDir: string, uuid: string): Promise<void>;
/** UUIDs of all environments that this host knows. */
export declare function listRecords(environmentsDir: string): string[];
/** Why an environment may be removed, or undefined while it has an owner. */
export declare function orphanReason(record: OwnerRecord, now?: Date): string | undefined;
/** Whether the directory of the record still is this environment's, and not another one made at the same place. */
export declare function ownsPrefix(record: Pick<OwnerRecord, 'prefix' | 'uuid'>): boolean;
export {};
