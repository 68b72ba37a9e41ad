import { z } from 'zod';
import type { PortSpec } from './types.ts';
/** A port in its long form. */
export declare const portSchema: z.ZodObject<{
    guest: z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
    host: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    address: z.ZodOptional<z.ZodUnion<readonly [z.ZodIPv4, z.ZodIPv6]>>;
}, z.core.$strip>;
/** Ports of a machine: `guest`, `host:guest`, `address:host:guest` or mappings. */
export declare function ports(): z.ZodArray<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString, z.ZodObject<{
    guest: z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
    host: z.ZodOptional<z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>>;
    address: z.ZodOptional<z.ZodUnion<readonly [z.ZodIPv4, z.ZodIPv6]>>;
}, z.core.$strip>]>, z.ZodTransform<PortSpec, string | number | {
    guest: number;
    host?: number | undefined;
    address?: string | undefined;
}>>>;
