import type { TemplateStore } from '../../templates/store.ts';
import { type TemplateVersion } from '../../templates/types.ts';
import type { CiCache } from '../ci-cache.ts';
import type { Services } from '../services.ts';
import type { LockedTemplate } from './lock-file.ts';
/**
 * Finds a template that its repository has no more: in the store, else in the cache, from where it is brought into the
 * store. Only with the hash of the lock file: what else is in the store is nobody's business.
 *
 * @param ciCache none when nothing may be changed.
 */
export declare function findGone(entry: LockedTemplate, store: TemplateStore, ciCache: CiCache | undefined, { log, signal }: Pick<Services, 'log' | 'signal'>): Promise<TemplateVersion | undefined>;
