import type { Logger } from '../host/log.ts';
import type { EntryFiles } from './entry.ts';
/**
 * Notes that a template is used now: by the time of its record, so that this costs no file. A store that cannot be written
 * does not learn of it.
 */
export declare function noteUse({ record }: EntryFiles, log: Logger | undefined): Promise<void>;
/** When a template was last used, to the minute; undefined when it is not there. */
export declare function lastUsed(files: EntryFiles): Promise<Date | undefined>;
