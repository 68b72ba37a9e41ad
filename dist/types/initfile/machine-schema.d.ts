import { z } from 'zod';
/** Processor architectures that a domain can have. */
export declare const ARCHITECTURES: readonly ['x86_64', 'aarch64'];
/** Firmwares that a domain can have. */
export declare const FIRMWARES: readonly ['bios', 'efi', 'secure'];
/** Graphics cards that a domain can have. */
export declare const VIDEO_MODELS: readonly ['vga', 'cirrus', 'bochs', 'qxl', 'virtio', 'none'];
/** A directory of the host that a guest can mount. */
export declare const shareSchema: z.ZodObject<{
    source: z.ZodString;
    target: z.ZodOptional<z.ZodString>;
    tag: z.ZodOptional<z.ZodString>;
    type: z.ZodOptional<z.ZodEnum<{
        "9p": "9p";
        virtiofs: "virtiofs";
    }>>;
    readonly: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
}, z.core.$strip>;
/** What cloud-init is told besides what it needs to let us in. */
export declare const cloudInitSchema: z.ZodObject<{
    'user-data': z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    'network-config': z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
}, z.core.$strip>;
/** Keys of a domain that say what kind of machine it is. */
export declare const machineKeys: {
    arch: z.ZodOptional<z.ZodEnum<{
        aarch64: "aarch64";
        x86_64: "x86_64";
    }>>;
    machine: z.ZodOptional<z.ZodString>;
    firmware: z.ZodOptional<z.ZodEnum<{
        bios: "bios";
        efi: "efi";
        secure: "secure";
    }>>;
    tpm: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
    boot: z.ZodOptional<z.ZodArray<z.ZodString>>;
    graphics: z.ZodOptional<z.ZodEnum<{
        none: "none";
        vnc: "vnc";
    }>>;
    video: z.ZodOptional<z.ZodEnum<{
        bochs: "bochs";
        cirrus: "cirrus";
        none: "none";
        qxl: "qxl";
        vga: "vga";
        virtio: "virtio";
    }>>;
    shares: z.ZodOptional<z.ZodArray<z.ZodObject<{
        source: z.ZodString;
        target: z.ZodOptional<z.ZodString>;
        tag: z.ZodOptional<z.ZodString>;
        type: z.ZodOptional<z.ZodEnum<{
            "9p": "9p";
            virtiofs: "virtiofs";
        }>>;
        readonly: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
    }, z.core.$strip>>>;
    'cloud-init': z.ZodOptional<z.ZodObject<{
        'user-data': z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        'network-config': z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    }, z.core.$strip>>;
};
