import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { code } from './printable.ts';
import type { Report } from './report.ts';
import { describe, type Entry, listNode, type MapNode, mapNode, scalarNode, type TreeNode } from './tree.ts';
import type { KeyPath } from './types.ts';

/** Deeper nesting has no use in an init file, and recursion has to end somewhere. */
const MAX_DEPTH = 100;

/** Values of a document after aliases, merges and prototypes; 1000 domains with 100 values each are 100,000. */
export const MAX_VALUES = 250_000;

/**
 * Resolves aliases and merge keys of a parsed YAML document; duplicate keys are reported. Undefined when that cannot be
 * done: unknown aliases, cycles, alias bombs, endless depth, all reported.
 */
export function composeTree(contents: unknown, report: Report): TreeNode | undefined {
  const composer = new Composer(report);
  const root = composer.compose(contents, [], 0);
  if (composer.broken) return undefined;
  if (root.size <= MAX_VALUES) return root;
  reportTooLarge(report, root.offset);
  return undefined;
}

/** Reports a document that grows beyond {@link MAX_VALUES} by its aliases or prototypes. */
export function reportTooLarge(report: Report, offset: number): void {
  const message = `aliases and prototypes make this file grow beyond ${MAX_VALUES} values`;
  report.error({ code: 'TOO_LARGE', path: [], offset, message });
}

/** Walks the document once, in its order, so that an alias finds the anchor that stands before it. */
class Composer {
  readonly #report: Report;
  /** Undefined while the anchored value is still being composed. */
  readonly #anchors = new Map<string, TreeNode | undefined>();
  #merged = 0;
  /** Whether the document cannot be made sense of. */
  broken = false;

  constructor(report: Report) {
    this.#report = report;
  }

  compose(node: unknown, path: KeyPath, emptyAt: number): TreeNode {
    if (isAlias(node)) return this.#alias(node, path);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const composed = this.#value(node, path, emptyAt);
    if (anchor !== undefined) this.#anchors.set(anchor, composed);
    return composed;
  }

  #value(node: unknown, path: KeyPath, emptyAt: number): TreeNode {
    if (isScalar(node)) return composeScalar(node, emptyAt);
    const offset = isMap(node) || isSeq(node) ? (node.range?.[0] ?? emptyAt) : emptyAt;
    if (path.length >= MAX_DEPTH) return this.#break('TOO_DEEP', path, offset, 'nested far too deeply');
    if (isSeq(node)) return this.#list(node, path, offset);
    return isMap(node) ? this.#map(node, path, offset) : scalarNode(emptyAt, null, '');
  }

  #alias(node: Alias, path: KeyPath): TreeNode {
    const offset = node.range?.[0] ?? 0;
    const target = this.#anchors.get(node.source);
    if (target !== undefined) return target;
    if (this.#anchors.has(node.source)) {
      return this.#break('ALIAS_CYCLE', path, offset, `${code(`*${node.source}`)} stands inside its own anchor`);
    }
    const message = `${code(`*${node.source}`)} has no anchor ${code(`&${node.source}`)} before it`;
    return this.#break('UNKNOWN_ALIAS', path, offset, message);
  }

  #list(node: YAMLSeq, path: KeyPath, offset: number): TreeNode {
    return listNode(
      offset,
      node.items.map((item, index) => this.compose(item, [...path, index], offset)),
    );
  }

  #map(node: YAMLMap, path: KeyPath, offset: number): MapNode {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const pair of node.items) {
      if (isMergeKey(pair)) this.#merge(this.compose(pair.value, path, offset), path, merged);
      else this.#entry(pair, path, own, offset);
    }
    return mapNode(offset, merged.size === 0 ? own : new Map([...merged, ...own]));
  }

  #entry(pair: Pair, path: KeyPath, entries: Map<string, Entry>, mapOffset: number): void {
    const keyNode = this.compose(pair.key, path, mapOffset);
    const keyOffset = keyNode.offset;
    const key = keyNode.kind !== 'scalar' ? '' : typeof keyNode.value === 'string' ? keyNode.value : keyNode.source;
    const value = this.compose(pair.value, [...path, key], keyOffset);
    if (keyNode.kind !== 'scalar' || key === '__proto__') {
      const got = keyNode.kind === 'scalar' ? code(key) : describe(keyNode);
      this.#error('BAD_KEY', path, keyOffset, `${got} cannot be a key`);
      return;
    }
    const first = entries.get(key);
    if (first === undefined) entries.set(key, { keyOffset, value });
    else {
      const { line } = this.#report.position(first.keyOffset);
      this.#error('DUPLICATE_KEY', [...path, key], keyOffset, `${code(key)} is already there, on line ${line}`);
    }
  }

  /** As PyYAML does: in a list of mappings the first wins, of several `<<` the last; the mapping's own keys beat both. */
  #merge(node: TreeNode, path: KeyPath, into: Map<string, Entry>): void {
    for (const source of node.kind === 'list' ? node.items.toReversed() : [node]) {
      if (this.broken) return;
      if (source.kind !== 'map') {
        const message = `\`<<\` merges a mapping or a list of mappings, got ${describe(source)}`;
        this.#error('WRONG_TYPE', [...path, '<<'], source.offset, message, 'write `<<: *name`');
        continue;
      }
      this.#merged += source.entries.size;
      if (this.#merged > MAX_VALUES) {
        reportTooLarge(this.#report, source.offset);
        this.broken = true;
        return;
      }
      for (const [key, entry] of source.entries) into.set(key, entry);
    }
  }

  #error(problem: string, path: KeyPath, offset: number, message: string, hint?: string): void {
    this.#report.error({ code: problem, path, offset, message, hint });
  }

  #break(problem: string, path: KeyPath, offset: number, message: string): TreeNode {
    this.broken = true;
    this.#error(problem, path, offset, message);
    return scalarNode(offset, null, '');
  }
}

function composeScalar(node: Scalar, emptyAt: number): TreeNode {
  const source = node.source ?? String(node.value);
  const offset = source === '' && node.value === null ? emptyAt : (node.range?.[0] ?? emptyAt);
  const { value } = node;
  const known = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return scalarNode(offset, known ? value : source, source);
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.source === '<<';
}
