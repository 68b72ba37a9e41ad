import type { DiskPlan } from '../../providers/plan.ts';
/**
 * Leaves out of a machine's preparation what the builds of its disk have set themselves: they come after it, as in Lago,
 * although they are in a layer below. A file is left alone when a build names it.
 *
 * @param args options of `virt-customize`, each with its value where it has one.
 */
export declare function withoutOverridden(args: readonly string[], build: DiskPlan['build']): readonly string[];
