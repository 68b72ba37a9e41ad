import type { BuildRun } from '../../disks/layers/types.ts';
import type { Recipe } from '../../initfile/recipe.ts';
import type { Acceleration, Architecture, DiskPlan } from '../../providers/plan.ts';
import type { ToolContext } from './namespaces.ts';
/**
 * KVM where QEMU brings up a virtual CPU with it, emulation elsewhere: the device being there does not mean that it works.
 * Without libvirt, which need not be on a host that only makes templates.
 */
export declare function accelerationHere(arch: Architecture, env: Readonly<Record<string, string | undefined>>, { log, signal }: ToolContext, device?: string): Promise<Acceleration>;
/** What `build` steps of a recipe run on: a machine with nothing but the template's disk, and no network of ours. */
export declare function buildRunFor(recipe: Recipe, image: string, metadata: DiskPlan['metadata'], host: {
    readonly arch: Architecture;
    readonly acceleration: Acceleration;
    readonly env: Readonly<Record<string, string | undefined>>;
} & ToolContext): BuildRun;
