import type { HashAlgorithm } from '../host/hash.ts';
import type { RawMapping } from '../initfile/types.ts';
/** What a repository says an image's content is. */
export interface TemplateHash {
    readonly algorithm: HashAlgorithm;
    /** Lower-case hex. */
    readonly value: string;
}
/** Where a template version's image is: the path or URL without a suffix for compression that is still to be found. */
export type TemplateOrigin = {
    readonly kind: 'file';
    readonly path: string;
} | {
    readonly kind: 'http';
    readonly url: string;
    /** Whether there are no compressed variants, so that none need be asked for. */
    readonly isExact?: boolean;
};
/** One version of a template, with all that its repository says about it. */
export interface TemplateVersion {
    /** Name of the repository. */
    readonly repository: string;
    readonly template: string;
    readonly version: string;
    readonly origin: TemplateOrigin;
    readonly hash?: TemplateHash;
    /** Whether a lock file pins that hash, so that other content under the same version will not do. False by default. */
    readonly isPinned?: boolean;
    /** The template's own metadata, keys unchanged (`distro`, `root-partition`, `provision`). */
    readonly metadata: RawMapping;
}
/** The part of a {@link TemplateVersion} that names it. */
export type TemplateName = Pick<TemplateVersion, 'repository' | 'template' | 'version'>;
/** `<repository>:<template>:<version>`: for people, and the file name in the store, as in Lago. */
export declare function templateId({ repository, template, version }: TemplateName): string;
