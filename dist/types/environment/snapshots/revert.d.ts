import type { DomainPlan } from '../../providers/plan.ts';
import { type Services } from '../services.ts';
import { type SnapshotParts } from './parts.ts';
/**
 * Brings machines back to a snapshot: those that ran go on as they were then, the others are down, with their disks of
 * then. All that can be checked is checked, and all new images are made, before a machine is stopped.
 *
 * @param vms names of VMs; all that the snapshot has by default.
 * @returns the machines that run again.
 */
export declare function revertSnapshot(name: string, vms: readonly string[] | undefined, parts: SnapshotParts, services: Services): Promise<DomainPlan[]>;
