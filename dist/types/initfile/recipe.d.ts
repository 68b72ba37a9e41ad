import type { z } from 'zod';
import type { ParseOptions } from './parse.ts';
import { mmdebstrapSchema, recipeSchema, virtBuilderSchema } from './recipe-schema.ts';
import { type BuildStep, type RawMapping } from './types.ts';
type Fields = z.output<typeof recipeSchema>;
/** How to put a Debian together. */
export type MmdebstrapRecipe = z.output<typeof mmdebstrapSchema>;
/** How to have libguestfs make an image. */
export type VirtBuilderRecipe = z.output<typeof virtBuilderSchema>;
/** A template to be made. */
export interface Recipe {
    /** Absolute directory that relative paths refer to. */
    readonly directory: string;
    readonly name: string;
    readonly version: string | undefined;
    readonly distro: string | undefined;
    readonly provision: Fields['provision'];
    readonly metadata: RawMapping;
    readonly from: {
        readonly builder: 'mmdebstrap';
        readonly options: MmdebstrapRecipe;
    } | {
        readonly builder: 'virt-builder';
        readonly options: VirtBuilderRecipe;
    };
    readonly build: readonly BuildStep[];
}
/**
 * Parses a recipe, YAML or JSON. Unknown keys are errors.
 *
 * @throws {InitFileError} with all mistakes, each with line and column.
 */
export declare function parseRecipe(text: string, options: Pick<ParseOptions, 'file' | 'env' | 'allowedVariables'>): Recipe;
export {};
