import type { CommonOptions, InitFileOptions } from '../options.ts';
/** How templates are found: the repositories are those of `init`. */
export interface TemplateOptions extends CommonOptions, Pick<InitFileOptions, 'templateRepos' | 'templateRepoName' | 'templateReposDir'> {
}
/** How templates are listed. */
export interface ListTemplatesOptions extends TemplateOptions {
    /** Only what the store has, without asking any repository. */
    readonly stored?: boolean;
}
/** A version of a template that the store has. */
export interface StoredVersion {
    readonly version: string;
    /** `<repository>:<template>:<version>`, as {@link verifyTemplates} takes it. */
    readonly id: string;
    /** Absolute path of the image. */
    readonly path: string;
    /** Bytes that it takes on the disk. */
    readonly size: number;
    /** To the minute. */
    readonly lastUsed: Date;
    /** Whether the file is the one that was verified. */
    readonly verified: boolean;
}
/** A template of a repository, or one that only the store has. */
export interface TemplateListing {
    readonly template: string;
    readonly repository: string;
    /** Path or URL of the repository, or `builtin`; undefined for one that only the store has. */
    readonly location?: string;
    readonly aliases: readonly string[];
    /** Newest first: those that its repository tells without being asked further. */
    readonly versions: readonly string[];
    readonly stored: readonly StoredVersion[];
    /** A repository that is asked earlier, and has a template of this name. */
    readonly hiddenBy?: string;
}
/** Which templates to bring into the store. */
export interface PullTemplatesOptions extends TemplateOptions {
    /** `NAME`, `NAME:VERSION`, `REPOSITORY/NAME`; the newest version by default. */
    readonly templates?: readonly string[];
    /** All templates of this init file, as its lock file pins them, if there is one. */
    readonly initFile?: string;
}
/** A template that was asked for. */
export interface PulledTemplate {
    /** `<repository>:<template>:<version>` */
    readonly id: string;
    /** Absolute path of the image. */
    readonly path: string;
    /** Bytes that it takes on the disk. */
    readonly size: number;
    /** Whether it had to be fetched. */
    readonly fetched: boolean;
}
/** Which templates to verify. */
export interface VerifyTemplatesOptions extends TemplateOptions {
    /** `<repository>:<template>:<version>`, or a part of it; all by default. */
    readonly ids?: readonly string[];
    /** Fetches broken ones anew, unless something lies over them. */
    readonly repair?: boolean;
}
/** What was found of a template in the store. */
export interface VerifiedTemplate {
    readonly id: string;
    /** `repaired`: it was broken, and has been fetched anew. */
    readonly state: 'good' | 'broken' | 'repaired';
    /** What is wrong, and why it was not mended. */
    readonly reason?: string;
    /** Environments (uuids) and layers over a broken one. */
    readonly usedBy?: readonly string[];
}
/** Which templates to remove: those that any of these fits. */
export interface PruneTemplatesOptions extends CommonOptions {
    /** Those that were not used for so many seconds. */
    readonly olderThan?: number;
    /** Those used longest ago, until the rest takes no more bytes than this. */
    readonly maxSize?: number;
    /** All that nothing lies over. */
    readonly unused?: boolean;
    /** Removes nothing, and only tells what would go. */
    readonly dryRun?: boolean;
}
/** A template to add to the host's own repository. */
export interface AddTemplateOptions extends CommonOptions {
    readonly name: string;
    /** Path or URL of an image: qcow2 or raw, possibly compressed. */
    readonly image: string;
    /** The next of `v1`, `v2`, ... by default. */
    readonly version?: string;
    /** For example `provision`, `distro`, `root-partition`; what lies beside the image by default. */
    readonly metadata?: Readonly<Record<string, unknown>>;
    /** SHA-1, SHA-256 or SHA-512 of the image in hex; what lies beside the image, else what it has now, by default. */
    readonly hash?: string;
}
