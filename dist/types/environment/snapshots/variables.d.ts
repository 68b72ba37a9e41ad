import type { DomainPlan } from '../../providers/plan.ts';
import type { Services } from '../services.ts';
/** Whether a machine has firmware that has written its variables (boot entries, keys) already. */
export declare function hasVariables({ firmware }: DomainPlan): boolean;
/**
 * Keeps a copy of the variables of a machine that is down; memory that is saved has them in it. Where libvirt lets only QEMU
 * read them there is none, and a revert leaves them as they are.
 */
export declare function keepVariables({ name, firmware }: DomainPlan, copy: string, { log }: Services): Promise<void>;
/** Brings variables back; the machine must be down. */
export declare function restoreVariables(copy: string, file: string): Promise<void>;
