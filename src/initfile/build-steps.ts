import type { z } from 'zod';
import type { Context } from './context.ts';
import type { buildSchema } from './disk-schema.ts';
import { code } from './printable.ts';
import type { BuildStep, KeyPath } from './types.ts';

type Build = z.output<typeof buildSchema>;

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
    return [{ builder, options: expandOptions(builder, options ?? {}, [...path, index, builder], context) }];
  });
}

/** Commands of `boot` stay as written: their variables are those of the guest's shell. */
function isLiteral(builder: string, option: string): boolean {
  return builder === 'boot' && option === 'run';
}

function expandOptions(builder: string, options: object, path: KeyPath, context: Context): BuildStep['options'] {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      isLiteral(builder, name) ? value : expandAll(value, [...path, name], context),
    ]),
  );
}

function expandAll(value: unknown, path: KeyPath, context: Context): unknown {
  if (typeof value === 'string') return context.expand(value, path);
  if (Array.isArray(value)) return value.map((item, index) => expandAll(item, [...path, index], context));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, expandAll(item, [...path, name], context)]),
  );
}
