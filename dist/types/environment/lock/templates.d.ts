import type { InitFile, KeyPath } from '../../initfile/types.ts';
import type { TemplateQuery } from '../../templates/repository-types.ts';
import type { TemplateHash } from '../../templates/types.ts';
import type { LockContent, LockedTemplate } from './lock-file.ts';
/** Architectures that a lock file tells apart. */
export type LockArchitecture = LockedTemplate['arch'];
/** A disk over a template of the init file. */
export interface TemplateDisk {
    readonly query: TemplateQuery;
    /** Where the init file names it. */
    readonly path: KeyPath;
}
/** All disks over templates, in the order of the file. */
export declare function templateDisks(initFile: InitFile): readonly TemplateDisk[];
/** The entry for what an init file asks for. @param host architecture of machines that name none */
export declare function entryFor({ templates }: LockContent, { template, version, arch }: TemplateQuery, host: LockArchitecture): LockedTemplate | undefined;
/** A hash as lock files have it. */
export declare function hashText({ algorithm, value }: TemplateHash): string;
/** The hash of an entry, if it has one. */
export declare function hashOfEntry({ hash }: LockedTemplate): TemplateHash | undefined;
/** How people call what an init file asks for. */
export declare function nameOfQuery({ template, version }: Pick<TemplateQuery, 'template' | 'version'>): string;
