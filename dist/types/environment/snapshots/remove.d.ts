import type { Services } from '../services.ts';
import { type SnapshotParts } from './parts.ts';
/** Removes a snapshot, of some machines or all; others, older, newer or on branches, stay as they are. */
export declare function removeSnapshot(name: string, vms: readonly string[] | undefined, parts: SnapshotParts, services: Services): Promise<void>;
