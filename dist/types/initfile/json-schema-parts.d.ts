import type { z } from 'zod';
import type { Level } from './keys.ts';
/** A JSON Schema, as zod has its type. */
export type Schema = z.core.JSONSchema.JSONSchema;
/**
 * The schema of what may stand in a file, from that of what parsing hands to zod (see `toInput`): a key that may be left
 * out may also have no value, numbers do for texts, and one text does for a list of them.
 */
export declare function lenient(schema: Schema): Schema;
/** The schema with what checking keys knows about a mapping: other names of keys, deprecated ones, and that the rest is unknown. */
export declare function withLevel(schema: Schema, level: Level): Schema;
