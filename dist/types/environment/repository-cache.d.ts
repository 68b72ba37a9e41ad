import type { Logger } from '../host/log.ts';
import type { TemplateCache } from './options.ts';
/**
 * Brings back what another machine last saw of a repository.
 *
 * @param location of the repository: absolute path or URL.
 * @returns whether there is a snapshot now.
 */
export declare function restoreSnapshot(cache: TemplateCache, storeDir: string, location: string, log: Logger): Promise<boolean>;
/** Keeps what was seen of a repository. @param digest identity of what is used of it */
export declare function saveSnapshot(cache: TemplateCache, storeDir: string, location: string, digest: string): Promise<void>;
