import type { z } from 'zod';
import { code } from './printable.ts';
import type { Report } from './report.ts';
import { describe, find, isPresent, type MapNode, nearest, type TreeNode } from './tree.ts';
import type { KeyPath } from './types.ts';
import type { Expander } from './variables.ts';

/** Keys whose value is not repeated in messages. */
const SECRET = /pas+w/i;

/** What checking one document needs: its tree, where to report, and how to expand variables. */
export class Context {
  readonly #report: Report;
  readonly #root: TreeNode;
  readonly #expander: Expander;

  constructor(report: Report, root: TreeNode, expander: Expander) {
    this.#report = report;
    this.#root = root;
    this.#expander = expander;
  }

  /** Reports an error at the value of `path`, or at its nearest ancestor that is there. */
  error(problem: string, path: KeyPath, message: string, hint?: string): void {
    this.#report.error({ code: problem, path, offset: nearest(this.#root, path).offset, message, hint });
  }

  /** Reports a warning, placed as {@link error} does. */
  warning(problem: string, path: KeyPath, message: string, hint?: string): void {
    this.#report.warning({ code: problem, path, offset: nearest(this.#root, path).offset, message, hint });
  }

  /** Reports that the value at `path` is not what was expected, or is missing. */
  unexpected(problem: 'WRONG_TYPE' | 'WRONG_VALUE', path: KeyPath, expectation: string, hint?: string): void {
    const node = find(this.#root, path) ?? nearest(this.#root, path);
    const key = path.at(-1);
    // A single text that stands for a list has no item of its own.
    if (isPresent(find(this.#root, path)) || (node.kind === 'scalar' && typeof key === 'number')) {
      const got = SECRET.test(String(key)) ? 'something else' : describe(node);
      this.error(problem, path, `expected ${expectation}, got ${got}`, hint);
    } else if (find(this.#root, path) === undefined) {
      this.error('MISSING_KEY', path, `${code(String(key))} is missing: expected ${expectation}`, hint);
    } else this.error('MISSING_KEY', path, `${code(String(key))} has no value: expected ${expectation}`, hint);
  }

  /** Checks a value with a schema; undefined when it has errors, all of which are then reported. */
  parse<Schema extends z.ZodType>(schema: Schema, input: unknown, path: KeyPath): z.output<Schema> | undefined {
    const result = schema.safeParse(input);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.#issue(issue, path);
    return undefined;
  }

  /** The value at `path` as a mapping; undefined when it is something else, which is then reported. */
  mapping(node: TreeNode | undefined, path: KeyPath, expectation: string, hint?: string): MapNode | undefined {
    if (node?.kind === 'map') return node;
    this.unexpected('WRONG_TYPE', path, expectation, hint);
    return undefined;
  }

  /** The items of a list; undefined when it is something else, which is then reported. */
  list(node: TreeNode | undefined, path: KeyPath, expectation: string): readonly TreeNode[] | undefined {
    if (node?.kind === 'list') return node.items;
    this.unexpected('WRONG_TYPE', path, expectation);
    return undefined;
  }

  /** Expands the variables of a text. One without a value is an error, one that is not allowed a warning. */
  expand(text: string, path: KeyPath): string {
    const expanded = this.#expander.expand(text);
    for (const { name, reason } of expanded.left) {
      const variable = code(`$${name}`);
      if (reason === 'not-set') {
        const hint = `set it, or write a default: \${${name}:-...}`;
        this.error('VARIABLE_NOT_SET', path, `${variable} is not set, and there is no default`, hint);
      } else {
        const hint = `only LAGO_* and allowed variables are expanded; add ${name} to the allowed ones`;
        this.warning('VARIABLE_NOT_ALLOWED', path, `${variable} is not expanded and stays as written`, hint);
      }
    }
    return expanded.text;
  }

  #issue(issue: z.core.$ZodIssue, base: KeyPath): void {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
    const members = issue.code === 'invalid_union' ? this.#membersOf(issue, path) : undefined;
    if (members) {
      for (const member of members) this.#issue(member, path);
      return;
    }
    const wrongType = issue.code === 'invalid_type' || issue.code === 'invalid_union';
    const hint: unknown = issue.code === 'custom' ? issue.params?.hint : undefined;
    const problem = wrongType ? 'WRONG_TYPE' : 'WRONG_VALUE';
    this.unexpected(problem, path, issue.message, typeof hint === 'string' ? hint : undefined);
  }

  /** What is wrong in a mapping, where only one of several kinds of values is one. */
  #membersOf({ errors }: z.core.$ZodIssueInvalidUnion, path: KeyPath): readonly z.core.$ZodIssue[] | undefined {
    if (find(this.#root, path)?.kind !== 'map') return undefined;
    const fitting = errors.filter((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0));
    return fitting.length === 1 ? fitting[0] : undefined;
  }
}
