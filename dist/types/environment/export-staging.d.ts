import { type OwnerRecord } from './owner.ts';
import { type Services } from './services.ts';
/** An export under way, as the owner record has it. */
export type UnfinishedExport = NonNullable<OwnerRecord['exports']>[number];
/**
 * Runs `body` with a directory for unfinished files inside `directory`, which is made when it is missing. The owner
 * record knows of it before it is there, so that `destroy`, or the next export, removes what a killed call leaves.
 *
 * @throws {StateError} `ENVIRONMENT_GONE`
 */
export declare function withStaging<T>(uuid: string, directory: string, services: Services, body: (staging: string) => Promise<T>): Promise<T>;
/** Removes what an export left, and the programs that may still write to it; a complete one stays. */
export declare function removeUnfinishedExport(uuid: string, unfinished: UnfinishedExport): Promise<void>;
