import type { z } from 'zod';
import { FREE_FORM, LIST_KEYS, TEXT_KEYS } from './input.ts';
import type { Level } from './keys.ts';

/** A JSON Schema, as zod has its type. */
export type Schema = z.core.JSONSchema.JSONSchema;

type Type = z.core.JSONSchema.SchemaType;

/**
 * The schema of what may stand in a file, from that of what parsing hands to zod (see `toInput`): a key that may be left
 * out may also have no value, numbers do for texts, and one text does for a list of them.
 */
export function lenient(schema: Schema): Schema {
  const required = schema.required ?? [];
  const entries = Object.entries(schema.properties ?? {}).map(([key, value]): [string, Schema] => {
    const given = keyed(key, typeof value === 'boolean' ? {} : value);
    return [key, required.includes(key) ? given : orNothing(given)];
  });
  return { ...schema, ...(entries.length === 0 ? {} : { properties: Object.fromEntries(entries) }) };
}

function keyed(key: string, schema: Schema): Schema {
  if (FREE_FORM.has(key)) return schema;
  const { anyOf, ...rest } = schema;
  // The value that the transform of a field describes better, see fields.ts.
  if (anyOf && schema.type !== undefined) return keyed(key, rest);
  if (anyOf) return { ...rest, anyOf: anyOf.map((choice) => keyed(key, choice)) };
  const items = schema.items;
  if (items !== undefined && typeof items === 'object' && !Array.isArray(items)) {
    const item = keyed(key, items);
    return LIST_KEYS.has(key) ? orOne(schema, item) : { ...schema, items: item };
  }
  if (TEXT_KEYS.has(key) && schema.type === 'string') return numbersToo(schema);
  return schema.properties ? lenient(schema) : schema;
}

function numbersToo({ allOf, ...schema }: Schema): Schema {
  const parts = allOf?.map(({ type: _text, ...part }) => part);
  return { ...schema, type: ['string', 'number'], ...(parts === undefined ? {} : { allOf: parts }) };
}

function orOne({ description, ...list }: Schema, item: Schema): Schema {
  return { ...(description === undefined ? {} : { description }), anyOf: [{ ...list, items: item }, item] };
}

/** The schema, or null: YAML's way to write a key without a value. */
function orNothing(schema: Schema): Schema {
  if (schema.const !== undefined) {
    const { const: only, type: _type, ...rest } = schema;
    return { ...rest, enum: [only, null] };
  }
  if (schema.enum) return { ...schema, ...typed(schema), enum: [...schema.enum, null] };
  if (schema.anyOf) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  return { ...schema, ...typed(schema) };
}

function typed({ type }: Schema): Schema {
  if (type === undefined) return {};
  const types: readonly Type[] = typeof type === 'string' ? [type] : type;
  return { type: [...new Set<Type>([...types, 'null'])] };
}

/** The schema with what checking keys knows about a mapping: other names of keys, deprecated ones, and that the rest is unknown. */
export function withLevel(schema: Schema, level: Level): Schema {
  if (schema.anyOf) return { ...schema, anyOf: schema.anyOf.map((choice) => withLevel(choice, level)) };
  const { items } = schema;
  if (items !== undefined && typeof items === 'object' && !Array.isArray(items)) {
    return { ...schema, items: withLevel(items, level) };
  }
  if (!schema.properties) return schema;
  const properties: Record<string, Schema> = {};
  for (const [key, value] of Object.entries(schema.properties)) {
    const below = level.children?.get(key);
    const given = typeof value === 'boolean' ? {} : value;
    properties[key] = below === undefined ? given : withLevel(given, below);
  }
  for (const [other, key] of level.aliases ?? []) {
    const { description: _text, ...same } = properties[key] ?? {};
    properties[other] = { ...same, description: `Other name of \`${key}\`.` };
  }
  for (const [old, key] of level.deprecated ?? []) {
    properties[old] = { ...properties[old], deprecated: true, description: `Older name of \`${key}\`.` };
  }
  for (const key of level.silent) properties[key] ??= { description: silentText(key) };
  return { ...schema, properties, ...(level.open === true ? {} : { additionalProperties: false }) };
}

function silentText(key: string): string {
  return key === 'comment' ? 'For people; without effect.' : 'Written by Lago into its own files; without effect here.';
}
