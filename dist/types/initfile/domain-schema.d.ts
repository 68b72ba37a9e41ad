import { z } from 'zod';
/** `metadata` of a domain: free-form but for the deploy scripts. */
export declare const metadataSchema: z.ZodObject<{
    'deploy-scripts': z.ZodOptional<z.ZodNullable<z.ZodArray<z.ZodString>>>;
}, z.core.$loose>;
/** A NIC. */
export declare const nicSchema: z.ZodObject<{
    net: z.ZodString;
    ip: z.ZodOptional<z.ZodIPv4>;
    mtu: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    mac: z.ZodOptional<z.ZodString>;
    model: z.ZodOptional<z.ZodEnum<{
        e1000: "e1000";
        e1000e: "e1000e";
        igb: "igb";
        ne2k_pci: "ne2k_pci";
        pcnet: "pcnet";
        rtl8139: "rtl8139";
        virtio: "virtio";
        "virtio-non-transitional": "virtio-non-transitional";
        "virtio-transitional": "virtio-transitional";
        vmxnet3: "vmxnet3";
    }>>;
}, z.core.$strip>;
/** A domain, but for its `nics` and `disks`, which have schemas of their own. */
export declare const domainSchema: z.ZodObject<{
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
    memory: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    vcpu: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    cpu_model: z.ZodOptional<z.ZodString>;
    cpu_custom: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    service_provider: z.ZodOptional<z.ZodString>;
    service_class: z.ZodOptional<z.ZodString>;
    artifacts: z.ZodOptional<z.ZodArray<z.ZodString>>;
    groups: z.ZodOptional<z.ZodArray<z.ZodString>>;
    bootstrap: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
    'ssh-user': z.ZodOptional<z.ZodString>;
    'ssh-password': z.ZodOptional<z.ZodString>;
    'root-password': z.ZodOptional<z.ZodString>;
    'vm-provider': z.ZodOptional<z.ZodString>;
    address: z.ZodOptional<z.ZodString>;
    'ssh-port': z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    'ssh-key': z.ZodOptional<z.ZodString>;
    'host-key': z.ZodOptional<z.ZodString>;
    'vm-type': z.ZodOptional<z.ZodString>;
    ports: z.ZodOptional<z.ZodArray<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString, z.ZodObject<{
        guest: z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
        host: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
        address: z.ZodOptional<z.ZodUnion<readonly [z.ZodIPv4, z.ZodIPv6]>>;
    }, z.core.$strip>]>, z.ZodTransform<import("./types.ts").PortSpec, string | number | {
        guest: number;
        host?: number | undefined;
        address?: string | undefined;
    }>>>>;
    metadata: z.ZodOptional<z.ZodObject<{
        'deploy-scripts': z.ZodOptional<z.ZodNullable<z.ZodArray<z.ZodString>>>;
    }, z.core.$loose>>;
    distro: z.ZodOptional<z.ZodString>;
    boot_time_sec: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    'guest-agent': z.ZodOptional<z.ZodString>;
    'skip-export': z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
    'based-on': z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodRecord<z.ZodString, z.ZodUnknown>]>>;
    type: z.ZodOptional<z.ZodEnum<{
        ova: "ova";
        template: "template";
    }>>;
    url: z.ZodOptional<z.ZodString>;
}, z.core.$strip>;
/** What {@link domainSchema} gives. */
export type DomainFields = z.output<typeof domainSchema>;
