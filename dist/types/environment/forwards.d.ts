import { z } from 'zod';
import type { OwnerRecord } from './owner.ts';
declare const fileSchema: z.ZodObject<{
    version: z.ZodLiteral<1>;
    forwards: z.ZodArray<z.ZodObject<{
        vm: z.ZodString;
        address: z.ZodString;
        host: z.ZodNumber;
        guest: z.ZodNumber;
    }, z.core.$strip>>;
}, z.core.$strip>;
/** A port of the host that leads to a port of a guest now. */
export interface PortForward {
    readonly vm: string;
    /** Address of the host that is listened on. */
    readonly address: string;
    /** TCP port of the host. */
    readonly host: number;
    /** TCP port of the guest. */
    readonly guest: number;
}
/** What the forwarder tells who started it. */
export declare const forwarderMessage: z.ZodDiscriminatedUnion<[z.ZodObject<{
    kind: z.ZodLiteral<"ready">;
}, z.core.$strip>, z.ZodObject<{
    kind: z.ZodLiteral<"failed">;
    vm: z.ZodString;
    address: z.ZodString;
    port: z.ZodNumber;
    code: z.ZodString;
}, z.core.$strip>], "kind">;
/** One of {@link forwarderMessage}. */
export type ForwarderMessage = z.infer<typeof forwarderMessage>;
/** The content of the file with the ports that lead to machines. */
export declare function portsFile(forwards: readonly PortForward[]): z.infer<typeof fileSchema>;
/** The ports that lead to machines of an environment now; none when the process that led them is gone. */
export declare function currentForwards({ forwarder }: Pick<OwnerRecord, 'forwarder'>, file: string): Promise<readonly PortForward[]>;
export {};
