import { XMLParser } from 'fast-xml-parser';

/** An element as a tree, for structural comparison: attributes under `@name`, children under their names, always lists. */
export type Tree = { readonly [key: string]: string | readonly (Tree | string)[] };

/** Parses XML; every element becomes a list, so that one child and several look alike. */
export function parseXml(text: string): Tree {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
  });
  return parser.parse(text);
}

/** All values at a path such as `domain/devices/disk/driver` or `domain/@type`, in document order. */
export function select(tree: Tree | string, path: string): readonly (Tree | string)[] {
  return path.split('/').reduce<readonly (Tree | string)[]>(
    (nodes, step) =>
      nodes.flatMap((node) => {
        const value = typeof node === 'string' ? undefined : node[step];
        return value === undefined ? [] : value;
      }),
    [tree],
  );
}
