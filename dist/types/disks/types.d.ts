import type { DomainSpec, RawMapping } from '../initfile/types.ts';
/** Repository of templates that are taken for granted, because nobody was asked to have them: of those nothing is known. */
export declare const UNKNOWN_REPOSITORY = "unknown";
/** One version of a template, as the store will have it. */
export interface ResolvedTemplate {
    /** Name of its repository. */
    readonly repository: string;
    readonly template: string;
    readonly version: string;
    /** Absolute path of the file in the template store (it need not be there yet). */
    readonly backingFile: string;
    readonly backingFormat: 'qcow2' | 'raw';
    /** The template's own metadata (`distro`, `root-partition`, `provision`); wins over the init file's. */
    readonly metadata: RawMapping;
}
/** Answer to the question for a template. What is known instead serves the error message. */
export type TemplateLookup = {
    readonly kind: 'found';
    readonly template: ResolvedTemplate;
} | {
    readonly kind: 'unknown-template';
    readonly names: readonly string[];
    readonly hint?: string;
} | {
    readonly kind: 'unknown-version';
    readonly versions: readonly string[];
};
/** Looks a template up; without a version, the newest. `arch` is what the init file says of the machine. */
export type ResolveTemplate = (name: string, version?: string, arch?: DomainSpec['arch']) => TemplateLookup;
