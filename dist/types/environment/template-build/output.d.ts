import type { ToolContext } from './namespaces.ts';
/** A version of a template, and where it goes. */
export interface OutputPlace {
    /** Absolute. */
    readonly directory: string;
    readonly name: string;
    readonly version: string;
}
/** A template in a directory, as a repository has it. */
export interface PlacedTemplate {
    /** Absolute path of the image. */
    readonly image: string;
    /** SHA-256 of the image. */
    readonly hash: string;
}
/** Absolute path that a template's image gets. */
export declare function imageOf({ directory, name, version }: OutputPlace): string;
/**
 * Puts an image in its place, with the files that a repository has beside it. The image comes last.
 *
 * @param draft absolute path of the finished image, on the same file system; it is moved.
 */
export declare function placeImage(place: OutputPlace, draft: string, metadata: Readonly<Record<string, unknown>>, { signal }: ToolContext): Promise<PlacedTemplate>;
/**
 * Refuses a version that a repository has already: disks may lie over it.
 *
 * @param repositoryFile absolute path; it need not be there.
 * @throws {UserError} `TEMPLATE_EXISTS`
 */
export declare function requireNew({ name, version }: Pick<OutputPlace, 'name' | 'version'>, repositoryFile: string): Promise<void>;
/**
 * Runs `body`, which publishes a version, while no other build publishes it, and unless another one has.
 *
 * @param repositoryFile absolute path; it need not be there.
 * @throws {UserError} `TEMPLATE_EXISTS`; what is there is that of the other build then.
 */
export declare function publish<T>(place: OutputPlace, repositoryFile: string, { log, signal }: ToolContext, body: () => Promise<T>): Promise<T>;
/** Absolute path of the repository file of a directory. */
export declare function repositoryIn(directory: string): string;
/** Adds a version to the repository of a directory, which is made where there is none. Others that add something wait. */
export declare function addToRepository(place: OutputPlace, { log, signal }: ToolContext): Promise<void>;
