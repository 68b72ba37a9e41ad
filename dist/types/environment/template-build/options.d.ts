import type { CommonOptions } from '../options.ts';
/** Which template to make, and where it goes. */
export interface BuildTemplateOptions extends CommonOptions {
    /** Path of the recipe: YAML or JSON. */
    readonly recipe: string;
    /** In place of that of the recipe. */
    readonly version?: string;
    /** Directory for the image and what a repository has beside it; by default it is added to this host's own repository. */
    readonly output?: string;
    /** Whether machines that build use KVM; `auto` by default: where it works. */
    readonly acceleration?: 'auto' | 'kvm' | 'tcg';
    /** Variables that the recipe may use besides `LAGO_*`. */
    readonly allowedVariables?: readonly string[];
}
/** A template that was made. */
export interface BuiltTemplate {
    readonly name: string;
    readonly version: string;
    /** Absolute path of the image. */
    readonly image: string;
    /** SHA-256 of the image, in hex. */
    readonly hash: string;
    /** Bytes of the image. */
    readonly size: number;
    /** Absolute path of the repository file that has it. */
    readonly repository: string;
}
