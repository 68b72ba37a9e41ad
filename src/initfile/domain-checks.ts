import type { Context } from './context.ts';
import type { DomainFields } from './domain-schema.ts';
import { code } from './printable.ts';
import { find, isPresent, type MapNode, type TreeNode } from './tree.ts';
import type { KeyPath } from './types.ts';

/** Memory of a domain that does not say, as in Lago; MiB. */
export const DEFAULT_MEMORY = 16_384;

/** MiB below which nothing boots, so that GiB were meant. */
const LEAST_MEMORY = 32;

/** Reports disks that share their name or target device. */
export function checkUnique(disks: readonly TreeNode[], key: 'name' | 'dev', path: KeyPath, context: Context): void {
  const seen = new Map<string, number>();
  for (const [index, disk] of disks.entries()) {
    const node = find(disk, [key]);
    if (node?.kind !== 'scalar' || node.value === null) continue;
    const first = seen.get(node.source);
    if (first === undefined) seen.set(node.source, index);
    else {
      const message = `${code(key)} ${code(node.source)} is already that of disk ${first}`;
      context.error('DUPLICATE_DISK', [...path, index, key], message);
    }
  }
}

/** Reports a CPU that is described in two ways (in Lago an error of the first start). */
export function checkCpu(map: MapNode, path: KeyPath, context: Context): void {
  if (!isPresent(find(map, ['cpu_model'])) || !isPresent(find(map, ['cpu_custom']))) return;
  context.error('CONFLICTING_KEYS', [...path, 'cpu_custom'], '`cpu_custom` and `cpu_model` exclude each other');
}

/** Whether a domain comes from an OVA, which brings its first disk and its memory. */
export function isOva(map: MapNode): boolean {
  const type = find(map, ['type']);
  return type?.kind === 'scalar' && type.value === 'ova';
}

/** Whether a domain is one of libvirt, which needs memory, NICs and disks; what others need, their providers know. */
export function isLibvirtsOwn(map: MapNode): boolean {
  const provider = find(map, ['vm-provider']);
  return provider?.kind !== 'scalar' || provider.value === null || provider.value === 'local-libvirt';
}

/** Reports an OVA that is nowhere, and a URL of none. */
export function checkOva(map: MapNode, path: KeyPath, context: Context): void {
  const at = [...path, 'url'];
  const hasUrl = isPresent(find(map, ['url']));
  if (isOva(map) && !hasUrl) context.unexpected('WRONG_VALUE', at, 'the URL of the OVA');
  if (isOva(map) || !hasUrl) return;
  const hint = 'to import an OVA, write `type: ova`';
  context.warning('IGNORED_KEY', at, '`url` has no effect on a domain that is no OVA', hint);
}

/** Warns about memory that is left out, or in the wrong unit. */
export function checkMemory(fields: DomainFields, path: KeyPath, context: Context): void {
  const at = [...path, 'memory'];
  if (fields.memory === undefined && fields.type !== 'ova') {
    const message = `\`memory\` is missing: ${DEFAULT_MEMORY} MiB are taken, as in Lago`;
    context.warning('DEFAULT_MEMORY', at, message, 'say how much the machine needs, for example `memory: 2048`');
  } else if (fields.memory !== undefined && fields.memory < LEAST_MEMORY) {
    const hint = `the unit is MiB; did you mean \`${fields.memory}GiB\`?`;
    context.warning('LITTLE_MEMORY', at, `${fields.memory} MiB are too little for any guest`, hint);
  }
}
