import { z } from 'zod';
/** A path as saved specs have it: below `$LAGO_PREFIX_PATH` when it is in the prefix, else as it is. */
export declare function portablePath(path: string, prefix: string): string;
/** The shape of `virt/snapshots.json`, read for a prefix. */
export declare function recordSchema(prefix: string): z.ZodObject<{
    version: z.ZodLiteral<1>;
    snapshots: z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        vms: z.ZodArray<z.ZodObject<{
            vm: z.ZodString;
            createdAt: z.ZodString;
            state: z.ZodEnum<{
                paused: "paused";
                running: "running";
                stopped: "stopped";
            }>;
            memory: z.ZodExactOptional<z.ZodObject<{
                path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
                size: z.ZodNumber;
            }, z.core.$strip>>;
            variables: z.ZodExactOptional<z.ZodObject<{
                path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
            }, z.core.$strip>>;
            hostKey: z.ZodExactOptional<z.ZodString>;
            disks: z.ZodArray<z.ZodObject<{
                disk: z.ZodString;
                path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
                format: z.ZodEnum<{
                    qcow2: "qcow2";
                    raw: "raw";
                }>;
            }, z.core.$strip>>;
        }, z.core.$strip>>;
    }, z.core.$strip>>;
    heads: z.ZodArray<z.ZodObject<{
        vm: z.ZodString;
        disk: z.ZodString;
        path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
        format: z.ZodEnum<{
            qcow2: "qcow2";
            raw: "raw";
        }>;
    }, z.core.$strip>>;
    images: z.ZodArray<z.ZodObject<{
        vm: z.ZodString;
        disk: z.ZodString;
        path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
        format: z.ZodEnum<{
            qcow2: "qcow2";
            raw: "raw";
        }>;
    }, z.core.$strip>>;
    unused: z.ZodArray<z.ZodObject<{
        path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
    }, z.core.$strip>>;
    pending: z.ZodExactOptional<z.ZodDiscriminatedUnion<[z.ZodObject<{
        kind: z.ZodLiteral<"take">;
        name: z.ZodString;
        vms: z.ZodArray<z.ZodObject<{
            vm: z.ZodString;
            state: z.ZodEnum<{
                paused: "paused";
                running: "running";
                stopped: "stopped";
            }>;
            files: z.ZodArray<z.ZodObject<{
                path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
            }, z.core.$strip>>;
            overlays: z.ZodArray<z.ZodObject<{
                disk: z.ZodString;
                path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
            }, z.core.$strip>>;
        }, z.core.$strip>>;
    }, z.core.$strip>, z.ZodObject<{
        kind: z.ZodLiteral<"revert">;
        name: z.ZodString;
        vms: z.ZodArray<z.ZodObject<{
            vm: z.ZodString;
            overlays: z.ZodArray<z.ZodObject<{
                disk: z.ZodString;
                path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
            }, z.core.$strip>>;
        }, z.core.$strip>>;
    }, z.core.$strip>, z.ZodObject<{
        kind: z.ZodLiteral<"resume">;
        vms: z.ZodArray<z.ZodString>;
        hostKeys: z.ZodArray<z.ZodObject<{
            vm: z.ZodString;
            key: z.ZodExactOptional<z.ZodString>;
        }, z.core.$strip>>;
        variables: z.ZodExactOptional<z.ZodArray<z.ZodObject<{
            path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
            from: z.ZodObject<{
                path: z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>;
            }, z.core.$strip>;
        }, z.core.$strip>>>;
    }, z.core.$strip>, z.ZodObject<{
        kind: z.ZodLiteral<"merge">;
    }, z.core.$strip>], "kind">>;
}, z.core.$strip>;
/** All that is known about the snapshots of an environment, with absolute paths. */
export type SnapshotRecord = Readonly<z.infer<ReturnType<typeof recordSchema>>>;
export type Snapshot = SnapshotRecord['snapshots'][number];
export type VmSnapshot = Snapshot['vms'][number];
export type DiskImage = VmSnapshot['disks'][number];
export type Image = SnapshotRecord['images'][number];
export type Pending = NonNullable<SnapshotRecord['pending']>;
/** The record of an environment that never had a snapshot. */
export declare const NO_SNAPSHOTS: SnapshotRecord;
/** The record as it is written. */
export declare function portableRecord(record: SnapshotRecord, prefix: string): unknown;
/** The record without what was begun. */
export declare function settled({ pending: _done, ...record }: SnapshotRecord): SnapshotRecord;
/** Heads with some replaced or added. */
export declare function withHeads(heads: readonly Image[], changed: readonly Image[]): Image[];
/** Images with some added, each once. */
export declare function withImages(images: readonly Image[], added: readonly Image[]): Image[];
/** Files that a snapshot has of a machine besides images. */
export declare function filesOf({ memory, variables }: VmSnapshot): {
    readonly path: string;
}[];
