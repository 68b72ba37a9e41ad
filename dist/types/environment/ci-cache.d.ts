import type { CacheUse, TemplateCache } from './options.ts';
import type { Services } from './services.ts';
/** Something that a cache between machines can hold. */
export interface CacheSubject {
    readonly kind: CacheUse['kind'];
    /** For people. */
    readonly name: string;
}
/** What fetching or building something took, and what came of it. */
export interface MadeSubject extends CacheSubject {
    readonly key: string;
    readonly bytes: number;
    readonly seconds: number;
}
/** Fills a directory for the cache, or says why not. */
export type Stage = (directory: string) => Promise<string | undefined>;
/** Verifies what came from the cache and moves it into the store, or says why not. */
export type Accept = (directory: string, key: string) => Promise<string | undefined>;
/**
 * A cache between machines as the engine uses it: what came from it is verified before it is believed, what was made is
 * saved in the background from the moment it is verified, and its troubles never fail anything. Without a cache it does
 * nothing.
 */
export declare class CiCache {
    #private;
    /** @param storeDir the template store: absolute. */
    constructor(cache: TemplateCache | undefined, storeDir: string, services: Pick<Services, 'log' | 'signal'>);
    /** Whether something of this kind may be in the cache. */
    keeps(kind: CacheSubject['kind']): boolean;
    /** Whether also that is kept which is as quickly made anew. */
    get isEager(): boolean;
    /** Tells that something is in the store of this host. */
    inStore(subject: CacheSubject): void;
    /**
     * Restores the first of several things that the cache has.
     *
     * @param keys of what would do, the best first.
     * @returns the key of what is in the store now; undefined when nothing came, or nothing good.
     */
    restore(subject: CacheSubject, keys: readonly string[], accept: Accept): Promise<string | undefined>;
    /** Tells that something was made that is not to be saved, and why. */
    notSaved({ kind, name, bytes, seconds }: Omit<MadeSubject, 'key'>, reason: string): void;
    /** Begins to save something that was made, unless that is not worth while. {@link settle} waits for it. */
    save(made: MadeSubject, stage: Stage): void;
    /** Waits until everything is saved, or cancelled. */
    settle(): Promise<void>;
}
