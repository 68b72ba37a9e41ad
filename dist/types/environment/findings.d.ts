import { z } from 'zod';
import type { PrefixPaths } from './prefix.ts';
declare const fileShape: z.ZodObject<{
    service_provider: z.ZodExactOptional<z.ZodString>;
    'guest-agent': z.ZodExactOptional<z.ZodString>;
}, z.core.$strip>;
/** What was found out about a guest, in the spelling of init files. */
export type Finding = z.output<typeof fileShape>;
/** What was found out about one guest since `init`, kept beside its spec so that nobody has to ask again. */
export declare class Findings {
    #private;
    constructor(paths: Pick<PrefixPaths, 'virt'>, vm: string);
    /** What is known; nothing when there is no file, or none that can be read: it is found out anew then. */
    read(): Finding;
    /** Keeps one more finding. Two processes at once find the same. */
    note(finding: Finding): Promise<void>;
}
export {};
