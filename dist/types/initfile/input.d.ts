import { type MapNode } from './tree.ts';
/** What the zod schemas are given for a mapping: plain values without nulls (a key without value is an absent key). */
export declare function toInput(node: MapNode): Record<string, unknown>;
