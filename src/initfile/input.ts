import { isPresent, type MapNode, type TreeNode, toPlain } from './tree.ts';

/** Keys whose value is text, also when YAML reads a number: a template version 1.10 is not 1.1. */
export const TEXT_KEYS: ReadonlySet<string> = new Set([
  'address',
  'artifacts',
  'boot',
  'cpu_model',
  'deploy-scripts',
  'dev',
  'device',
  'distro',
  'dns_domain_name',
  'groups',
  'guest-agent',
  'host-key',
  'interface',
  'mac',
  'machine',
  'model',
  'name',
  'net',
  'path',
  'root-password',
  'service_class',
  'service_provider',
  'source',
  'ssh-key',
  'ssh-password',
  'ssh-user',
  'subnet',
  'tag',
  'target',
  'template_name',
  'template_version',
  'uplink',
  'url',
  'vm-provider',
  'vm-type',
]);

/** Keys that take a list, or a single text that stands for a list of one. */
export const LIST_KEYS: ReadonlySet<string> = new Set(['artifacts', 'boot', 'deploy-scripts', 'groups', 'ports']);

/** Keys whose content is handed on as it is. */
export const FREE_FORM: ReadonlySet<string> = new Set([
  'build',
  'cpu_custom',
  'dns_records',
  'main_dns',
  'network-config',
  'user-data',
]);

/** What the zod schemas are given for a mapping: plain values without nulls (a key without value is an absent key). */
export function toInput(node: MapNode): Record<string, unknown> {
  const present = [...node.entries].filter(([, entry]) => isPresent(entry.value));
  return Object.fromEntries(present.map(([key, entry]) => [key, valueInput(key, entry.value)]));
}

function valueInput(key: string, node: TreeNode): unknown {
  if (FREE_FORM.has(key)) return toPlain(node);
  if (node.kind === 'map') return key === 'metadata' ? metadataInput(node) : toInput(node);
  if (node.kind === 'list') return node.items.map((item) => itemInput(key, item));
  return LIST_KEYS.has(key) ? [itemInput(key, node)] : itemInput(key, node);
}

function itemInput(key: string, node: TreeNode): unknown {
  if (node.kind === 'map') return toInput(node);
  return node.kind === 'scalar' && typeof node.value === 'number' && TEXT_KEYS.has(key) ? node.source : toPlain(node);
}

function metadataInput(node: MapNode): Record<string, unknown> {
  return Object.fromEntries(
    [...node.entries].map(([key, entry]) => [
      key,
      key === 'deploy-scripts' && isPresent(entry.value) ? valueInput(key, entry.value) : toPlain(entry.value),
    ]),
  );
}
