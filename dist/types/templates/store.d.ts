import { type ImageFormat } from '../host/qcow2.ts';
import type { FetchContext } from './fetch.ts';
import { type TemplateName, type TemplateVersion } from './types.ts';
/** How to bring a template into the store. */
export interface EnsureOptions extends FetchContext {
    /** Milliseconds to wait for another process that is fetching the same template; a day by default. */
    readonly lockTimeoutMs?: number;
}
/**
 * Milliseconds to wait for another process that is fetching the same template, by default: as long as any download may take. The
 * lock of one that was killed is free at once.
 */
export declare const LOCK_TIMEOUT: number;
/** Tells what lies over an image of the store: uuids of environments, keys of layers. */
export type UsersOf = (image: string) => Promise<readonly string[]>;
/** A template version as the planner wants it. */
export interface StoredTemplate extends TemplateName {
    /** Absolute path of the image; it need not be there yet. */
    readonly backingFile: string;
    readonly backingFormat: ImageFormat;
    readonly metadata: TemplateVersion['metadata'];
}
/**
 * The host's templates, one verified image each, named `<repository>:<template>:<version>` as in Lago and shared by all
 * environments as backing files. Images are kept as qcow2; raw ones that Lago left are used as they are.
 */
export declare class TemplateStore {
    #private;
    readonly directory: string;
    /**
     * @param directory absolute; created when the first template comes.
     * @param usersOf tells what lies over an image, such as environments; nothing by default.
     */
    constructor(directory: string, usersOf?: UsersOf);
    /** Absolute path that a template's image has, or will have. */
    path(name: TemplateName): string;
    /** Whether a template is there, verified and unchanged since. */
    has(name: TemplateName): Promise<boolean>;
    /** What the planner needs to know about a template, whether it is there or not. */
    describe(version: TemplateVersion): Promise<StoredTemplate>;
    /**
     * Makes sure that a template is in the store and verified; fetches it when it is not. One process at a time fetches a
     * template, others wait and say so. Other content than the repository's stays, with a warning, unless the version is pinned.
     *
     * @returns absolute path of the image.
     * @throws {ToolError} `TEMPLATE_HASH_MISMATCH`, `TEMPLATE_BROKEN`, `TEMPLATE_UNSAFE`, `TEMPLATE_MISSING`,
     *   `TEMPLATE_UNVERIFIABLE`, and all that a download throws. Nothing is left then, except a part to be continued.
     * @throws {HostError} `DISK_FULL`, `STORE_READ_ONLY`, `LOCK_TIMEOUT`.
     * @throws {StateError} `TEMPLATE_ALTERED` for one that was altered after it was verified, while environments lie over it,
     *   `TEMPLATE_NOT_PINNED` for one with other content than is pinned, while environments lie over it.
     * @throws {CancelledError} when the signal fires.
     */
    ensure(version: TemplateVersion, options?: EnsureOptions): Promise<string>;
    /**
     * Brings templates into the store and keeps them there: until the result is disposed of, nobody removes or replaces
     * them, nor those that {@link ensure} of this object brings meanwhile. Errors as those of {@link ensure}.
     */
    hold(versions: readonly TemplateVersion[], options?: EnsureOptions): Promise<AsyncDisposable>;
    /**
     * Removes a template and all that belongs to it, whoever uses it; fine when it is not there.
     */
    remove(name: TemplateName, options?: EnsureOptions): Promise<void>;
}
