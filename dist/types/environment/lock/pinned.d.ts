import type { Logger } from '../../host/log.ts';
import type { InitFile } from '../../initfile/types.ts';
import type { Repositories, Search } from '../../templates/repositories.ts';
import type { TemplateQuery, TemplateRepository } from '../../templates/repository-types.ts';
import type { TemplateVersion } from '../../templates/types.ts';
import type { LockedTemplate, LockFile } from './lock-file.ts';
import { type LockArchitecture } from './templates.ts';
/** What templates are looked up in. */
export type TemplateSearch = Pick<Repositories, 'search' | 'opened' | 'renew'>;
/** What pinning needs. */
export interface PinContext {
    readonly lock: LockFile;
    readonly initFile: InitFile;
    /** Takes nothing that is not in the lock file. */
    readonly frozen: boolean;
    /** Architecture of machines that name none. */
    readonly host: () => Promise<LockArchitecture>;
    /** Finds a version that its repository has no more: in the store, or in a cache. */
    readonly findGone: (entry: LockedTemplate) => Promise<TemplateVersion | undefined>;
    readonly log: Logger;
}
/** Template repositories as a lock file pins them. */
export declare class PinnedTemplates implements TemplateSearch {
    #private;
    constructor(repositories: TemplateSearch, context: PinContext);
    opened(): Promise<readonly TemplateRepository[]>;
    /** As {@link Repositories.renew}; what is pinned has the content that the lock file says, or is not used. */
    renew(version: TemplateVersion): Promise<TemplateVersion | undefined>;
    /** As {@link Repositories.search}, for the version that is pinned. */
    search(query: TemplateQuery): Promise<Search>;
    /**
     * Call it when everything was looked up.
     *
     * @throws {UserError} `LOCK_FILE_OUTDATED` for pinned versions that are gone or have another content, and when frozen for
     *   templates that are not pinned.
     */
    check(): Promise<void>;
}
