import { z } from 'zod';
/** `uplink` of a network, in its long form. */
export declare const uplinkSchema: z.ZodObject<{
    interface: z.ZodString;
    force: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
}, z.core.$strip>;
/** `dhcp` of a network. */
export declare const dhcpSchema: z.ZodObject<{
    start: z.ZodUnion<readonly [z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>, z.ZodIPv4]>;
    end: z.ZodUnion<readonly [z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>, z.ZodIPv4]>;
}, z.core.$strip>;
/** A network. */
export declare const netSchema: z.ZodObject<{
    type: z.ZodOptional<z.ZodEnum<{
        bridge: "bridge";
        nat: "nat";
    }>>;
    management: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
    gw: z.ZodOptional<z.ZodIPv4>;
    subnet: z.ZodOptional<z.ZodCIDRv4>;
    isolated: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
    ipv6: z.ZodOptional<z.ZodUnion<readonly [z.ZodCIDRv6, z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>]>>;
    uplink: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        interface: z.ZodString;
        force: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>>;
    }, z.core.$strip>]>>;
    dhcp: z.ZodOptional<z.ZodObject<{
        start: z.ZodUnion<readonly [z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>, z.ZodIPv4]>;
        end: z.ZodUnion<readonly [z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>, z.ZodIPv4]>;
    }, z.core.$strip>>;
    dns_domain_name: z.ZodOptional<z.ZodString>;
    dns_records: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodIPv4>>;
    main_dns: z.ZodOptional<z.ZodUnknown>;
    mtu: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
}, z.core.$strip>;
/** What {@link netSchema} gives. */
export type NetFields = z.output<typeof netSchema>;
