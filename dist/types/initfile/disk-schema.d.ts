import { z } from 'zod';
/** Options of `virt-customize`: its own, so that their names are not ours to check. */
export declare const customizeSchema: z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>;
/** `build` of a disk: builders in order, each a mapping of one builder to its options; empty items are skipped. */
export declare const buildSchema: z.ZodArray<z.ZodNullable<z.ZodObject<{
    boot: z.ZodOptional<z.ZodObject<{
        copy: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodObject<{
            from: z.ZodString;
            to: z.ZodString;
        }, z.core.$strip>>, z.ZodObject<{
            from: z.ZodString;
            to: z.ZodString;
        }, z.core.$strip>]>>>;
        scripts: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
        run: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
        playbook: z.ZodOptional<z.ZodNullable<z.ZodString>>;
        inputs: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>>;
        env: z.ZodOptional<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
        user: z.ZodOptional<z.ZodNullable<z.ZodString>>;
        network: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>>;
        memory: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
        vcpus: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
        timeout: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
    }, z.core.$strip>>;
}, z.core.$catchall<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>>>>>;
/** Disk schemas by kind; `unknown` is for a disk whose type cannot be told, so that the rest of it is checked. */
export declare const diskSchemas: {
    lago: z.ZodObject<{
        name: z.ZodString;
        dev: z.ZodString;
        bus: z.ZodOptional<z.ZodEnum<{
            ide: "ide";
            sata: "sata";
            scsi: "scsi";
            virtio: "virtio";
        }>>;
        device: z.ZodOptional<z.ZodString>;
        format: z.ZodEnum<{
            iso: "iso";
            qcow2: "qcow2";
            raw: "raw";
        }>;
        metadata: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        build: z.ZodOptional<z.ZodArray<z.ZodNullable<z.ZodObject<{
            boot: z.ZodOptional<z.ZodObject<{
                copy: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>>, z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>]>>>;
                scripts: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                run: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                playbook: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                inputs: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>>;
                env: z.ZodOptional<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
                user: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                network: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>>;
                memory: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                vcpus: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                timeout: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
            }, z.core.$strip>>;
        }, z.core.$catchall<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>>>>>>;
        'skip-export': z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
        type: z.ZodLiteral<"template">;
        template_type: z.ZodOptional<z.ZodLiteral<"lago">>;
        template_name: z.ZodString;
        resize: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
        template_version: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>;
    qcow2: z.ZodObject<{
        name: z.ZodString;
        dev: z.ZodString;
        bus: z.ZodOptional<z.ZodEnum<{
            ide: "ide";
            sata: "sata";
            scsi: "scsi";
            virtio: "virtio";
        }>>;
        device: z.ZodOptional<z.ZodString>;
        format: z.ZodEnum<{
            iso: "iso";
            qcow2: "qcow2";
            raw: "raw";
        }>;
        metadata: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        build: z.ZodOptional<z.ZodArray<z.ZodNullable<z.ZodObject<{
            boot: z.ZodOptional<z.ZodObject<{
                copy: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>>, z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>]>>>;
                scripts: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                run: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                playbook: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                inputs: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>>;
                env: z.ZodOptional<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
                user: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                network: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>>;
                memory: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                vcpus: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                timeout: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
            }, z.core.$strip>>;
        }, z.core.$catchall<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>>>>>>;
        'skip-export': z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
        type: z.ZodLiteral<"template">;
        template_type: z.ZodLiteral<"qcow2">;
        path: z.ZodString;
        resize: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    }, z.core.$strip>;
    empty: z.ZodObject<{
        name: z.ZodString;
        dev: z.ZodString;
        bus: z.ZodOptional<z.ZodEnum<{
            ide: "ide";
            sata: "sata";
            scsi: "scsi";
            virtio: "virtio";
        }>>;
        device: z.ZodOptional<z.ZodString>;
        format: z.ZodEnum<{
            iso: "iso";
            qcow2: "qcow2";
            raw: "raw";
        }>;
        metadata: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        build: z.ZodOptional<z.ZodArray<z.ZodNullable<z.ZodObject<{
            boot: z.ZodOptional<z.ZodObject<{
                copy: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>>, z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>]>>>;
                scripts: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                run: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                playbook: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                inputs: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>>;
                env: z.ZodOptional<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
                user: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                network: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>>;
                memory: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                vcpus: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                timeout: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
            }, z.core.$strip>>;
        }, z.core.$catchall<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>>>>>>;
        'skip-export': z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
        type: z.ZodLiteral<"empty">;
        size: z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
    }, z.core.$strip>;
    file: z.ZodObject<{
        name: z.ZodString;
        dev: z.ZodString;
        bus: z.ZodOptional<z.ZodEnum<{
            ide: "ide";
            sata: "sata";
            scsi: "scsi";
            virtio: "virtio";
        }>>;
        device: z.ZodOptional<z.ZodString>;
        format: z.ZodEnum<{
            iso: "iso";
            qcow2: "qcow2";
            raw: "raw";
        }>;
        metadata: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        build: z.ZodOptional<z.ZodArray<z.ZodNullable<z.ZodObject<{
            boot: z.ZodOptional<z.ZodObject<{
                copy: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>>, z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>]>>>;
                scripts: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                run: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                playbook: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                inputs: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>>;
                env: z.ZodOptional<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
                user: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                network: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>>;
                memory: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                vcpus: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                timeout: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
            }, z.core.$strip>>;
        }, z.core.$catchall<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>>>>>>;
        'skip-export': z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
        type: z.ZodLiteral<"file">;
        path: z.ZodOptional<z.ZodString>;
        url: z.ZodOptional<z.ZodString>;
        make_a_copy: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
        in_place: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
        resize: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    }, z.core.$strip>;
    unknown: z.ZodObject<{
        name: z.ZodString;
        dev: z.ZodString;
        bus: z.ZodOptional<z.ZodEnum<{
            ide: "ide";
            sata: "sata";
            scsi: "scsi";
            virtio: "virtio";
        }>>;
        device: z.ZodOptional<z.ZodString>;
        format: z.ZodEnum<{
            iso: "iso";
            qcow2: "qcow2";
            raw: "raw";
        }>;
        metadata: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        build: z.ZodOptional<z.ZodArray<z.ZodNullable<z.ZodObject<{
            boot: z.ZodOptional<z.ZodObject<{
                copy: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>>, z.ZodObject<{
                    from: z.ZodString;
                    to: z.ZodString;
                }, z.core.$strip>]>>>;
                scripts: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                run: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodArray<z.ZodString>, z.ZodString]>>>;
                playbook: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                inputs: z.ZodOptional<z.ZodNullable<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>>;
                env: z.ZodOptional<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>>>;
                user: z.ZodOptional<z.ZodNullable<z.ZodString>>;
                network: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>>;
                memory: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                vcpus: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
                timeout: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>>;
            }, z.core.$strip>>;
        }, z.core.$catchall<z.ZodNullable<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodUnion<readonly [z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>, z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>>]>>>>>>>>>;
        'skip-export': z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
        type: z.ZodEnum<{
            empty: "empty";
            file: "file";
            template: "template";
        }>;
        template_type: z.ZodOptional<z.ZodEnum<{
            lago: "lago";
            qcow2: "qcow2";
        }>>;
    }, z.core.$strip>;
};
/** What all disk schemas give. */
export type DiskFields = z.output<typeof diskSchemas.unknown>;
/** All keys of disks, of any type. */
export declare const DISK_KEYS: readonly string[];
