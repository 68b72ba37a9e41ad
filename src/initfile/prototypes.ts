import { MAX_VALUES, reportTooLarge } from './compose-tree.ts';
import { nearMiss } from './near-miss.ts';
import { code } from './printable.ts';
import type { Report } from './report.ts';
import { describe, isPresent, type MapNode, mapNode, type TreeNode } from './tree.ts';
import type { KeyPath } from './types.ts';

const BASED_ON = 'based-on';

/** Longest chain of prototypes. */
const MAX_CHAIN = 50;

/** Names looked through for a hint. */
const MAX_NAMES = 500;

/**
 * Resolves `based-on`: a domain gets every key of its prototype that it lacks, values unmerged. A prototype may have
 * one itself. It is named (a key of `prototypes`), or given in place as a mapping.
 */
export class Prototypes {
  readonly #report: Report;
  readonly #named: MapNode | undefined;
  readonly #resolved = new Map<string, MapNode>();
  #size = 0;

  constructor(named: MapNode | undefined, report: Report) {
    this.#named = named;
    this.#report = report;
  }

  /** The domain with its prototypes merged in; `based-on` itself stays. */
  merge(domain: MapNode, path: KeyPath): MapNode {
    if (this.#size > MAX_VALUES) return domain;
    const merged = this.#merge(domain, path, []);
    this.#size += merged.size;
    if (this.#size > MAX_VALUES) {
      reportTooLarge(this.#report, 0);
      return domain;
    }
    return merged;
  }

  #merge(node: MapNode, path: KeyPath, chain: readonly string[]): MapNode {
    const basis = node.entries.get(BASED_ON)?.value;
    if (!isPresent(basis)) return node;
    const prototype = this.#prototype(basis, [...path, BASED_ON], chain);
    if (prototype === undefined) return node;
    const inherited = [...prototype.entries].filter(([key]) => !node.entries.has(key));
    return mapNode(node.offset, new Map([...node.entries, ...inherited]));
  }

  #prototype(basis: TreeNode, path: KeyPath, chain: readonly string[]): MapNode | undefined {
    if (basis.kind === 'map') return this.#merge(basis, path, chain);
    const error = (problem: string, message: string, hint?: string): undefined => {
      this.#report.error({ code: problem, path, offset: basis.offset, message, hint });
    };
    if (basis.kind === 'list' || typeof basis.value === 'boolean') {
      return error('WRONG_TYPE', `expected the name of a prototype, got ${describe(basis)}`);
    }
    const name = basis.source === '' || typeof basis.value === 'string' ? String(basis.value) : basis.source;
    if (chain.includes(name)) {
      return error('PROTOTYPE_CYCLE', `a prototype is based on itself: ${[...chain, name].map(code).join(' -> ')}`);
    }
    if (chain.length >= MAX_CHAIN) return error('TOO_DEEP', `more than ${MAX_CHAIN} prototypes in a chain`);
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    const node = this.#named?.entries.get(name)?.value;
    if (node === undefined) return error('UNKNOWN_PROTOTYPE', `there is no prototype ${code(name)}`, this.#hint(name));
    if (node.kind !== 'map') return error('WRONG_TYPE', `prototype ${code(name)} is no mapping, but ${describe(node)}`);
    const resolved = this.#merge(node, ['prototypes', name], [...chain, name]);
    this.#resolved.set(name, resolved);
    return resolved;
  }

  #hint(name: string): string {
    const names = [...(this.#named?.entries.keys() ?? [])].slice(0, MAX_NAMES);
    if (names.length === 0) return 'this file has no `prototypes`';
    const meant = nearMiss(name, names);
    return meant === undefined
      ? `known are ${names.slice(0, 20).map(code).join(', ')}`
      : `did you mean ${code(meant)}?`;
  }
}
