import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { buildSteps } from './build-steps.ts';
import { checkKeys } from './check-keys.ts';
import { Context } from './context.ts';
import { toInput } from './input.ts';
import { BUILD, type Level } from './keys.ts';
import type { ParseOptions } from './parse.ts';
import { mmdebstrapSchema, recipeSchema, virtBuilderSchema } from './recipe-schema.ts';
import { parseSyntax } from './syntax.ts';
import { find, isPresent } from './tree.ts';
import { type BuildStep, InitFileError, type RawMapping } from './types.ts';
import { Expander } from './variables.ts';

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
  readonly from:
    | { readonly builder: 'mmdebstrap'; readonly options: MmdebstrapRecipe }
    | { readonly builder: 'virt-builder'; readonly options: VirtBuilderRecipe };
  readonly build: readonly BuildStep[];
}

const LEVEL: Level = {
  what: 'a recipe',
  keys: Object.keys(recipeSchema.shape),
  silent: ['comment'],
  children: new Map<string, Level>([
    ['mmdebstrap', { what: '`mmdebstrap`', keys: Object.keys(mmdebstrapSchema.shape), silent: ['comment'] }],
    ['virt-builder', { what: '`virt-builder`', keys: Object.keys(virtBuilderSchema.shape), silent: ['comment'] }],
    ['build', BUILD],
  ]),
};

const STARTER = 'a recipe has a `name`, and `mmdebstrap` or `virt-builder`';

/**
 * Parses a recipe, YAML or JSON. Unknown keys are errors.
 *
 * @throws {InitFileError} with all mistakes, each with line and column.
 */
export function parseRecipe(text: string, options: Pick<ParseOptions, 'file' | 'env' | 'allowedVariables'>): Recipe {
  const { file, env = {}, allowedVariables = [] } = options;
  const directory = dirname(resolve(file));
  const { report, root } = parseSyntax(text.replace(/^\uFEFF/, ''), file, STARTER);
  if (root === undefined) throw new InitFileError(report.problems('error'), text, undefined, 'the recipe');
  const tree = checkKeys(root, LEVEL, [], report, true);
  const context = new Context(report, tree, new Expander({ directory, env, allowedVariables }));
  const fields = context.parse(recipeSchema, toInput(tree), []);
  const both = isPresent(find(tree, ['mmdebstrap'])) && isPresent(find(tree, ['virt-builder']));
  const from = fields === undefined ? undefined : sourceOf(fields);
  if (both) {
    context.error('CONFLICTING_KEYS', ['virt-builder'], '`virt-builder` and `mmdebstrap` exclude each other');
  } else if (fields !== undefined && from === undefined) {
    context.unexpected('WRONG_VALUE', ['mmdebstrap'], 'how to make the image: `mmdebstrap` or `virt-builder`');
  }
  const build = buildSteps(fields?.build ?? [], ['build'], context);
  if (report.failed || fields === undefined || from === undefined) {
    throw new InitFileError(report.problems('error'), text, undefined, 'the recipe');
  }
  const { name, version, distro, provision, metadata = {} } = fields;
  return { directory, name, version, distro, provision, metadata, from, build };
}

function sourceOf(fields: Fields): Recipe['from'] | undefined {
  const { mmdebstrap, 'virt-builder': virtBuilder } = fields;
  if (mmdebstrap !== undefined) return { builder: 'mmdebstrap', options: mmdebstrap };
  return virtBuilder === undefined ? undefined : { builder: 'virt-builder', options: virtBuilder };
}
