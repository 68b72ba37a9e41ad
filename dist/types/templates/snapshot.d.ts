import type { Logger } from '../host/log.ts';
import type { TemplateDetails } from './details.ts';
import { type RepositoryFile } from './repository-file.ts';
/** What was last seen of a repository; serves while it cannot be reached. */
export interface Snapshot {
    readonly repository: RepositoryFile;
    readonly details: ReadonlyMap<string, TemplateDetails>;
}
/**
 * File in the store that holds the snapshot of a repository. Worth keeping in a CI cache together with the templates, so
 * that they can be found while the repository is away.
 */
export declare function snapshotFile(storeDir: string, location: string): string;
/** Names a repository in names of files and cache entries: hex. The same whoever asks: no user and password count. */
export declare function repositoryDigest(location: string): string;
/** Reads a snapshot; undefined when there is none, or a broken one. */
export declare function readSnapshot(storeDir: string, location: string): Promise<Snapshot | undefined>;
/** Saves a snapshot when it says something new, without the secrets of addresses. A store that cannot be written only costs the snapshot. */
export declare function saveSnapshot(storeDir: string, location: string, snapshot: Snapshot, log: Logger | undefined): Promise<void>;
