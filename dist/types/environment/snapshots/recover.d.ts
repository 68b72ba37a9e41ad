import { type Services } from '../services.ts';
import { type SnapshotParts } from './parts.ts';
/** Does work that was noted as begun; when it fails, undoes it before the failure is reported. */
export declare function undoing(parts: SnapshotParts, services: Services, work: () => Promise<void>): Promise<void>;
/**
 * Ends or undoes what was begun, by this process or one that was killed. A snapshot that was not complete is undone, a
 * revert too (its machines are down then, on their disks as before); what was complete is completed: machines that were
 * halted go on. The caller holds the environment's lock.
 */
export declare function recover(parts: SnapshotParts, services: Services): Promise<void>;
