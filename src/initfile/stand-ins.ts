import { find, type TreeNode } from './tree.ts';
import type { DiskSpec, NicSpec } from './types.ts';

/*
 * What stands for parts that could not be parsed, so that later checks find the others at their places. A file with such
 * parts has errors and is never used.
 */

/** A NIC, on the network that it names if that can be told. */
export function standInNic(node: TreeNode): NicSpec {
  const net = find(node, ['net']);
  return { net: net?.kind === 'scalar' ? net.source : '', raw: {} };
}

/** A disk at a device that hardly another one has. */
export function standInDisk(index: number): DiskSpec {
  return {
    type: 'empty',
    size: 1,
    name: `disk ${index}`,
    dev: 'vdzz',
    format: 'qcow2',
    metadata: {},
    build: [],
    skipExport: false,
    raw: {},
  };
}
