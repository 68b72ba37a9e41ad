import { z } from 'zod';
declare const answerSchema: z.ZodObject<{
    there: z.ZodExactOptional<z.ZodBoolean>;
    restored: z.ZodExactOptional<z.ZodString>;
    saved: z.ZodExactOptional<z.ZodBoolean>;
    error: z.ZodExactOptional<z.ZodString>;
}, z.core.$strip>;
/** What an operation of the cache came to. */
export type CacheAnswer = Readonly<z.infer<typeof answerSchema>>;
/** One operation of the cache. */
export interface CacheRequest {
    readonly operation: 'probe' | 'restore' | 'save';
    readonly keys: readonly string[];
    /** Absolute: what is saved, or where things come back; nothing for a probe. */
    readonly directory?: string;
    /** Absolute: what the toolkit leaves behind goes here, directories, and archives when it is killed. */
    readonly scratch: string;
    readonly signal: AbortSignal;
    /** Gets what the toolkit says, line by line, workflow commands included. */
    readonly onLine: (line: string) => void;
}
/**
 * Runs an operation of the toolkit's cache in a process of its own, which ends with this one, and when the signal fires.
 *
 * @returns `error` with the reason when it did not come to an end.
 */
export declare function askCache({ operation, keys, directory, scratch, signal, onLine, }: CacheRequest): Promise<CacheAnswer>;
export {};
