import type { DomainPlan } from '../../providers/plan.ts';
import type { Services } from '../services.ts';
import type { Vm } from '../vm.ts';
import { type SnapshotParts } from './parts.ts';
/**
 * Sets the clocks of guests that were brought back and believe that it is still then: by SSH where they answer, else by
 * their agent. A guest that takes it by neither way goes on with its own time.
 */
export declare function setClocks(domains: readonly DomainPlan[], vms: ReadonlyMap<string, Vm>, answer: boolean, parts: SnapshotParts, services: Services): Promise<void>;
