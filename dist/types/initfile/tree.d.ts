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
export declare function scalarNode(offset: number, value: ScalarNode['value'], source: string): ScalarNode;
/** Makes a list node. */
export declare function listNode(offset: number, items: readonly TreeNode[]): ListNode;
/** Makes a mapping node. */
export declare function mapNode(offset: number, entries: ReadonlyMap<string, Entry>): MapNode;
/** Whether a value is there at all; YAML writes "nothing" as null. */
export declare function isPresent(node: TreeNode | undefined): node is TreeNode;
/** The value under one part of a path. */
export declare function child(node: TreeNode, part: string | number): TreeNode | undefined;
/** The value at `path`. */
export declare function find(root: TreeNode, path: KeyPath): TreeNode | undefined;
/** The value at `path`, or its nearest ancestor that is there. */
export declare function nearest(root: TreeNode, path: KeyPath): TreeNode;
/** Plain JavaScript values, made anew at every call, so that two uses of one anchor share nothing. */
export declare function toPlain(node: TreeNode): unknown;
/** {@link toPlain} of a mapping. */
export declare function toPlainMapping(node: MapNode, without?: readonly string[]): Record<string, unknown>;
/** Names a value for "expected ..., got ...": short, printable, and telling apart what looks alike. */
export declare function describe(node: TreeNode): string;
