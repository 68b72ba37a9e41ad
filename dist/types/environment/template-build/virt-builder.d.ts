import type { VirtBuilderRecipe } from '../../initfile/recipe.ts';
import type { Acceleration, Architecture } from '../../providers/plan.ts';
import { type ToolContext } from './namespaces.ts';
/** Where an image of virt-builder goes, and what it is made by. */
export interface VirtBuilderJob extends ToolContext {
    /** Absolute path of the qcow2 file to make. */
    readonly image: string;
    readonly arch: Architecture;
    readonly acceleration: Acceleration;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Directory that relative paths in options refer to. */
    readonly cwd: string;
}
/**
 * Has libguestfs make an image from one of its templates.
 *
 * @throws {ToolError} `TEMPLATE_BUILD_FAILED`; {@link HostError} `TOOL_MISSING`
 */
export declare function runVirtBuilder(recipe: VirtBuilderRecipe, job: VirtBuilderJob): Promise<void>;
/** Arguments of virt-builder. */
export declare function virtBuilderArgs({ os, source, size, customize }: VirtBuilderRecipe, { image, arch }: Pick<VirtBuilderJob, 'image' | 'arch'>): string[];
