import type { Logger } from '../../host/log.ts';
import type { TemplateDetails } from '../details.ts';
import type { TemplateHash } from '../types.ts';
import type { FoundImage } from './find.ts';
/** What the snapshot of the built-in repository is kept under, and its name. */
export declare const BUILTIN = "builtin";
/** A version that this host has seen. */
export interface SeenImage extends FoundImage {
    /** When it was last found to be the newest: milliseconds since 1970. */
    readonly seenAt: number;
}
/** What this host has seen of the built-in templates, kept like what is seen of other repositories. */
export declare class Memory {
    #private;
    private constructor();
    /** Reads what is there. */
    static load(storeDir: string, log?: Logger): Promise<Memory>;
    /** Versions of a template that were seen, the one that was the newest last first. */
    versions(template: string): readonly string[];
    /** A version that was seen. */
    get(template: string, version: string): SeenImage | undefined;
    /**
     * Remembers a version, after reading what other processes may have written.
     *
     * @param seenAt when it was found to be the newest; 0 for one that was asked for by its name.
     */
    remember(template: string, image: FoundImage, seenAt: number, metadata: TemplateDetails['metadata']): Promise<void>;
    /** Reads what is there now. */
    reload(): Promise<void>;
}
/** Whether two images have the same content. */
export declare function sameContent(one: TemplateHash, other: TemplateHash): boolean;
