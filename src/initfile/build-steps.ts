import type { z } from 'zod';
import type { Context } from './context.ts';
import type { buildSchema } from './disk-schema.ts';
import { code } from './printable.ts';
import type { BuildStep, KeyPath } from './types.ts';

type Build = z.output<typeof buildSchema>;
type Options = NonNullable<NonNullable<Build[number]>[string]>;

/** Builders of a disk in order, with the variables in their options expanded. */
export function buildSteps(build: Build, path: KeyPath, context: Context): BuildStep[] {
  return build.flatMap((item, index) => {
    const [first, ...others] = Object.entries(item ?? {});
    if (first === undefined) return [];
    for (const [builder] of others) {
      const message = `only the first builder of an item is run, so ${code(builder)} has no effect`;
      context.warning('IGNORED_KEY', [...path, index, builder], message, 'give each builder an item of its own');
    }
    const [builder, options] = first;
    return [{ builder, options: expandOptions(options ?? {}, [...path, index, builder], context) }];
  });
}

function expandOptions(options: Options, path: KeyPath, context: Context): BuildStep['options'] {
  const expand = (value: unknown, at: KeyPath): unknown =>
    typeof value === 'string' ? context.expand(value, at) : value;
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.map((item, index) => expand(item, [...path, name, index]))
        : expand(value, [...path, name]),
    ]),
  );
}
