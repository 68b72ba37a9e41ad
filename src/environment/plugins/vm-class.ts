import { StateError } from '../../host/errors.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import { Vm } from '../vm.ts';
import { DEFAULT_VM_TYPE, type Extensions } from './extensions.ts';
import type { VmClass } from './plugin.ts';

/** The class of a machine, by its type. @throws {StateError} `VM_TYPE_UNKNOWN` when its plugin is not loaded. */
export function vmClass({ name, vmType }: Pick<DomainPlan, 'name' | 'vmType'>, extensions?: Extensions): VmClass {
  const found = vmType === DEFAULT_VM_TYPE ? Vm : extensions?.vmTypes.get(vmType);
  if (found) return found;
  throw new StateError('VM_TYPE_UNKNOWN', `VM ${name}: there is no VM type ${vmType} (any more)`, {
    hint: 'It comes from a plugin: name that plugin as for `init`.',
  });
}
