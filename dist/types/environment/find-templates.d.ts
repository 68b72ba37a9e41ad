import type { InitFile } from '../initfile/types.ts';
import type { HostFacts } from '../providers/plan.ts';
import type { TemplateStore } from '../templates/store.ts';
import { type Catalogue } from './catalogue.ts';
import type { Resolved } from './host-services.ts';
import { type LockFile } from './lock/lock-file.ts';
import type { InitFileOptions, InitOptions } from './options.ts';
import type { ResolveTemplate } from './plan-context.ts';
import type { Services } from './services.ts';
/** The lock file beside an init file, if there is one. @throws {UserError} `LOCK_FILE_MISSING`, `LOCK_FILE_INVALID` */
export declare function findLock({ initFile, frozen }: InitFileOptions, { cwd }: Resolved): Promise<LockFile | undefined>;
/** What finding templates takes. */
export interface CatalogueParts {
    readonly initFile: InitFile;
    readonly store: TemplateStore;
    readonly services: Services;
    readonly options: InitOptions;
    readonly resolved: Resolved;
    readonly guess: boolean;
    /** Whether servers are asked; else what they were last seen to have has to do. */
    readonly online: boolean;
    readonly lock: LockFile | undefined;
    readonly facts: Promise<HostFacts>;
}
/** With `guess`, templates that nobody was asked to have are taken for granted, and nothing is kept. */
export declare function catalogueOf(parts: CatalogueParts): Promise<Catalogue>;
/** Takes every template for granted, where there is nobody to ask. */
export declare function anyTemplate(store: TemplateStore): ResolveTemplate;
