import { type MapNode } from './tree.ts';
/** Keys whose value is text, also when YAML reads a number: a template version 1.10 is not 1.1. */
export declare const TEXT_KEYS: ReadonlySet<string>;
/** Keys that take a list, or a single text that stands for a list of one. */
export declare const LIST_KEYS: ReadonlySet<string>;
/** Keys whose content is handed on as it is. */
export declare const FREE_FORM: ReadonlySet<string>;
/** What the zod schemas are given for a mapping: plain values without nulls (a key without value is an absent key). */
export declare function toInput(node: MapNode): Record<string, unknown>;
