import type { Services } from '../services.ts';
import { type SnapshotParts } from './parts.ts';
import type { Snapshot } from './record.ts';
/**
 * Makes sure that all that a snapshot consists of is there and can be used: images down to the templates, and memory.
 *
 * @throws {StateError} `SNAPSHOT_INCOMPLETE`, with everything that is amiss.
 */
export declare function assertComplete(snapshot: Snapshot, parts: SnapshotParts, services: Services): Promise<void>;
