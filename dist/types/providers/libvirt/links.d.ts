import { z } from 'zod';
import type { ProviderContext } from '../provider.ts';
declare const linkShape: z.ZodObject<{
    ifname: z.ZodString;
    link_type: z.ZodDefault<z.ZodString>;
    flags: z.ZodDefault<z.ZodArray<z.ZodString>>;
    master: z.ZodOptional<z.ZodString>;
    ifalias: z.ZodOptional<z.ZodString>;
    addr_info: z.ZodDefault<z.ZodArray<z.ZodObject<{
        local: z.ZodOptional<z.ZodString>;
        prefixlen: z.ZodDefault<z.ZodNumber>;
        scope: z.ZodDefault<z.ZodString>;
    }, z.core.$strip>>>;
}, z.core.$strip>;
/** A network interface of this host. */
export type Link = Readonly<z.infer<typeof linkShape>>;
/** An interface with its addresses; undefined when there is none of that name. */
export declare function showLink(name: string, context: ProviderContext): Promise<Link | undefined>;
/** Names of all interfaces of this host but the loopback. */
export declare function linkNames(context: ProviderContext): Promise<readonly string[]>;
/** Whether the default route, of IPv4 or IPv6, leads over an interface. */
export declare function hasDefaultRoute(name: string, context: ProviderContext): Promise<boolean>;
/**
 * Changes links by `ip link`, as this user or, where that is not allowed, through password-less sudo. Not interrupted: half
 * a change would be nobody's.
 *
 * @throws {HostError} `BRIDGE_DENIED`; {@link ToolError} `BRIDGE_FAILED`.
 */
export declare function changeLink(args: readonly string[], bridge: string, { log }: ProviderContext): Promise<void>;
export {};
