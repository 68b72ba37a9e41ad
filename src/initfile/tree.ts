import { code, shortened } from './printable.ts';
import type { KeyPath } from './types.ts';

/** A single value, with the text it was written as (before `yes` became true and `1.10` became 1.1). */
export interface ScalarNode {
  readonly kind: 'scalar';
  /** Where the value starts in the text. */
  readonly offset: number;
  readonly size: 1;
  readonly value: string | number | boolean | null;
  readonly source: string;
}

/** A list of values. */
export interface ListNode {
  readonly kind: 'list';
  readonly offset: number;
  readonly size: number;
  readonly items: readonly TreeNode[];
}

/** A value in a mapping, and where its key stands. */
export interface Entry {
  readonly keyOffset: number;
  readonly value: TreeNode;
}

/** A mapping, in the order of the file. */
export interface MapNode {
  readonly kind: 'map';
  readonly offset: number;
  readonly size: number;
  readonly entries: ReadonlyMap<string, Entry>;
}

/**
 * A document with aliases and merge keys resolved, every value knowing where it was written. Nodes are immutable and
 * shared between the places that alias them; `size` counts the values that {@link toPlain} would make.
 */
export type TreeNode = ScalarNode | ListNode | MapNode;

/** Makes a scalar node. */
export function scalarNode(offset: number, value: ScalarNode['value'], source: string): ScalarNode {
  return { kind: 'scalar', offset, size: 1, value, source };
}

/** Makes a list node. */
export function listNode(offset: number, items: readonly TreeNode[]): ListNode {
  return { kind: 'list', offset, size: items.reduce((sum, item) => sum + item.size, 1), items };
}

/** Makes a mapping node. */
export function mapNode(offset: number, entries: ReadonlyMap<string, Entry>): MapNode {
  let size = 1;
  for (const entry of entries.values()) size += entry.value.size;
  return { kind: 'map', offset, size, entries };
}

/** Whether a value is there at all; YAML writes "nothing" as null. */
export function isPresent(node: TreeNode | undefined): node is TreeNode {
  return node !== undefined && !(node.kind === 'scalar' && node.value === null);
}

/** The value under one part of a path. */
export function child(node: TreeNode, part: string | number): TreeNode | undefined {
  if (node.kind === 'list') return typeof part === 'number' ? node.items[part] : undefined;
  return node.kind === 'map' ? node.entries.get(String(part))?.value : undefined;
}

/** The value at `path`. */
export function find(root: TreeNode, path: KeyPath): TreeNode | undefined {
  return path.reduce<TreeNode | undefined>((node, part) => (node === undefined ? undefined : child(node, part)), root);
}

/** The value at `path`, or its nearest ancestor that is there. */
export function nearest(root: TreeNode, path: KeyPath): TreeNode {
  let node = root;
  for (const part of path) {
    const next = child(node, part);
    if (next === undefined) break;
    node = next;
  }
  return node;
}

/** Plain JavaScript values, made anew at every call, so that two uses of one anchor share nothing. */
export function toPlain(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  return node.kind === 'list' ? node.items.map(toPlain) : toPlainMapping(node);
}

/** {@link toPlain} of a mapping. */
export function toPlainMapping(node: MapNode, without: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    [...node.entries].filter(([key]) => !without.includes(key)).map(([key, entry]) => [key, toPlain(entry.value)]),
  );
}

/** Names a value for "expected ..., got ...": short, printable, and telling apart what looks alike. */
export function describe(node: TreeNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'map') return node.entries.size === 0 ? 'an empty mapping' : 'a mapping';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'string') return node.value === '' ? 'empty text' : `"${shortened(node.value)}"`;
  if (typeof node.value === 'number') return `the number ${shortened(node.source)}`;
  return `the boolean ${code(node.source)} (in quotes it would be text)`;
}
