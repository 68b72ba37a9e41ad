import { z } from 'zod';
/** Most items of a list. */
export declare const MAX_ITEMS = 1000;
/** One line of text. */
export declare function text(what?: string): z.ZodString;
/** A list of one-line texts; a single text stands for a list of one. */
export declare function textList(what: string): z.ZodArray<z.ZodString>;
/** A whole number, also written as digits in quotes. */
export declare function whole(what: string, min: number, max: number): z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
/** Yes or no; texts mean what they say, so `'False'` (as Lago's exports write it) is false. */
export declare function flag(): z.ZodPipe<z.ZodUnion<readonly [z.ZodBoolean, z.ZodString, z.ZodNumber]>, z.ZodTransform<boolean, string | number | boolean>>;
/** Memory: a bare number means MiB; the result is in MiB, rounded down. At most 16 TiB. */
export declare function memory(): z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
/** Size of a disk, in bytes; see {@link bareSize} for a number alone. */
export declare function diskSize(): z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
/** An IPv4 address in dotted form. */
export declare function ipv4(): z.ZodIPv4;
/** One of a few words. */
export declare function oneOf<const Words extends readonly [string, ...string[]]>(words: Words): z.ZodEnum<{ [k in Words[number]]: k; } extends infer T ? { [k in keyof T]: T[k]; } : never>;
/** A mapping whose content is not ours to check. */
export declare function freeForm(): z.ZodRecord<z.ZodString, z.ZodUnknown>;
/** Largest packet of a link, in bytes: the least that IPv4 allows, to the most that a virtio NIC can have. */
export declare function mtu(): z.ZodPipe<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>, z.ZodTransform<number, string | number>>;
