import type { TemplateArchitecture } from '../repository-types.ts';
/** A distributor's key, as it is found on hosts that have it. */
export interface SigningKey {
    /** Of the primary key, upper-case hex; what a signature is compared with. */
    readonly fingerprint: string;
    /** Absolute paths of files that may hold it, armored or not. */
    readonly files: readonly string[];
}
/** How a checksum file is signed. */
export interface SignatureLayout {
    /** `clear`: in the file itself. Else the suffix of the detached signature beside it. */
    readonly kind: 'clear' | '.gpg' | '.asc';
    /** Whether the signature may be missing: where it is not certain that the distributor signs. False by default. */
    readonly optional?: boolean;
    readonly keys: readonly SigningKey[];
}
/** A directory of images: its address ends with a slash. */
export interface Place {
    /** Address of the listing in which versions are looked for. */
    readonly listing: string;
    /** Address of the directory of a version's files. */
    directory(version: string): string;
}
interface Checksums {
    /** Name of the checksum file for an image. */
    sums(image: string, version: string): string;
    readonly signature?: SignatureLayout;
}
/** Images whose names, or whose directories' names, say which version they are. */
export interface DatedLayout extends Checksums {
    readonly kind: 'dated';
    /** Where they may be: the first place whose listing is there counts, later ones are archives. */
    readonly places: readonly [Place, ...Place[]];
    /** Finds versions among the names of a listing (a directory's without its slash); its groups, joined by `-`. */
    readonly listed: RegExp;
    /** What a version's name looks like, so that others need not be asked for. */
    readonly version: RegExp;
    image(version: string): string;
}
/** An image that is always at the same address: the start of its hash is its version. */
export interface UndatedLayout extends Checksums {
    readonly kind: 'undated';
    /** Address, with a slash at its end. */
    readonly directory: string;
    readonly image: string;
    /** Names of the builds that `image` is a link to: its checksum file may name one of them instead. */
    readonly builds: RegExp;
}
/** Where an image is at its distributor's, and how it is verified. */
export type Layout = DatedLayout | UndatedLayout;
/** An operating system of the built-in repository. */
export interface System {
    /** Its canonical name. */
    readonly name: string;
    /** For people. */
    readonly title: string;
    /** Other names for it. */
    readonly aliases: readonly string[];
    readonly distributor: string;
    layout(arch: TemplateArchitecture): Layout;
}
/** Version that a name in a listing, or in a checksum file, has; undefined when it is another kind of file. */
export declare function versionIn(name: string, pattern: RegExp): string | undefined;
export {};
