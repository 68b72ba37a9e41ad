import type { SnapshotOptions } from '../options.ts';
import { type Services } from '../services.ts';
import { type SnapshotParts } from './parts.ts';
/**
 * Takes a snapshot of machines as they are, at one moment: all that run are halted, memory and disks of each are saved, then
 * all go on. Machines that are down keep their disks. Every disk goes on in a new image; the one before is never written
 * again. A failure, at any point, leaves machines as they were.
 */
export declare function takeSnapshot(name: string, options: SnapshotOptions, parts: SnapshotParts, services: Services): Promise<void>;
