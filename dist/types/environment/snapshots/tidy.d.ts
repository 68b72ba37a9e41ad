import type { Services } from '../services.ts';
import { type SnapshotParts } from './parts.ts';
/**
 * Removes files that nothing needs any more, and merges images that no snapshot refers to. What cannot be done now is left
 * for the next time: a chain of images that is longer than it need be is still right.
 */
export declare function tidy(parts: SnapshotParts, services: Services): Promise<void>;
