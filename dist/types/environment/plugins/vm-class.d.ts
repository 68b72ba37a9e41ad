import type { DomainPlan } from '../../providers/plan.ts';
import { type Extensions } from './extensions.ts';
import type { VmClass } from './plugin.ts';
/** The class of a machine, by its type. @throws {StateError} `VM_TYPE_UNKNOWN` when its plugin is not loaded. */
export declare function vmClass({ name, vmType }: Pick<DomainPlan, 'name' | 'vmType'>, extensions?: Extensions): VmClass;
