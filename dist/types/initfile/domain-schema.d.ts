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
}, z.core.$strip>;
/** A domain, but for its `nics` and `disks`, which have schemas of their own. */
export declare const domainSchema: z.ZodObject<{
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
    'vm-type': z.ZodOptional<z.ZodString>;
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
