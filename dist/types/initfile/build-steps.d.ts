import type { z } from 'zod';
import type { Context } from './context.ts';
import type { buildSchema } from './disk-schema.ts';
import type { BuildStep, KeyPath } from './types.ts';
type Build = z.output<typeof buildSchema>;
/** Builders of a disk in order, with the variables in their options expanded. */
export declare function buildSteps(build: Build, path: KeyPath, context: Context): BuildStep[];
export {};
