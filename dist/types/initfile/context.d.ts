import type { z } from 'zod';
import type { Report } from './report.ts';
import { type MapNode, type TreeNode } from './tree.ts';
import type { KeyPath } from './types.ts';
import type { Expander } from './variables.ts';
/** What checking one document needs: its tree, where to report, and how to expand variables. */
export declare class Context {
    #private;
    constructor(report: Report, root: TreeNode, expander: Expander);
    /** Reports an error at the value of `path`, or at its nearest ancestor that is there. */
    error(problem: string, path: KeyPath, message: string, hint?: string): void;
    /** Reports a warning, placed as {@link error} does. */
    warning(problem: string, path: KeyPath, message: string, hint?: string): void;
    /** Reports that the value at `path` is not what was expected, or is missing. */
    unexpected(problem: 'WRONG_TYPE' | 'WRONG_VALUE', path: KeyPath, expectation: string, hint?: string): void;
    /** Checks a value with a schema; undefined when it has errors, all of which are then reported. */
    parse<Schema extends z.ZodType>(schema: Schema, input: unknown, path: KeyPath): z.output<Schema> | undefined;
    /** The value at `path` as a mapping; undefined when it is something else, which is then reported. */
    mapping(node: TreeNode | undefined, path: KeyPath, expectation: string, hint?: string): MapNode | undefined;
    /** The items of a list; undefined when it is something else, which is then reported. */
    list(node: TreeNode | undefined, path: KeyPath, expectation: string): readonly TreeNode[] | undefined;
    /** Expands the variables of a text. One without a value is an error, one that is not allowed a warning. */
    expand(text: string, path: KeyPath): string;
}
