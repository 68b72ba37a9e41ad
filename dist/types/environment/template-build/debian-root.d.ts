import type { MmdebstrapRecipe } from '../../initfile/recipe.ts';
import { type ToolContext } from './namespaces.ts';
/** Label of the root file system. */
export declare const ROOT_LABEL = "lago-root";
/**
 * Puts a system together from packages, and makes it one that many machines can be made from.
 *
 * @param directory absolute; must not exist.
 * @throws {ToolError} `TEMPLATE_BUILD_FAILED`; {@link HostError} `TOOL_MISSING`
 */
export declare function makeDebianRoot(recipe: MmdebstrapRecipe & {
    readonly hostname: string;
}, directory: string, context: ToolContext): Promise<void>;
/** Arguments of mmdebstrap. Sources of the host that are none of its own suite would not do. */
export declare function mmdebstrapArgs(recipe: MmdebstrapRecipe, directory: string, hostSources: readonly string[]): string[];
