import { stringify } from 'yaml';
import { DEFAULT_GROUP_KEYS, type GroupNames, groupsOf } from './groups.ts';
import { type InventoryHost, type ReachableHost, reachableHosts, sshOptions } from './host.ts';

/** How an inventory is made. */
export interface InventoryOptions {
  /** Key paths of the spec that make groups; `vm-type`, `groups` and `vm-provider` by default. */
  readonly keys?: readonly string[];
  /** How groups are named; `both` by default in INI form, `valid` in YAML form. */
  readonly groupNames?: GroupNames;
}

/**
 * Ansible inventory in the INI shape that Lago prints: groups in order of first appearance, host lines sorted, no blank
 * lines; with user and host key options, which Lago's lacks. Machines in no group come first (not with
 * `groupNames: 'lago'`).
 *
 * @throws {UserError} `INVENTORY_VALUE_INVALID` for a value that would change the meaning of the file
 */
export function ansibleInventory(hosts: readonly InventoryHost[], options: InventoryOptions = {}): string {
  const names = options.groupNames ?? 'both';
  const reachable = reachableHosts(hosts);
  const groups = groupHosts(reachable, options.keys ?? DEFAULT_GROUP_KEYS, names);
  const grouped = new Set([...groups.values()].flat());
  const alone = names === 'lago' ? [] : reachable.filter((host) => !grouped.has(host));
  const sections = [...groups].flatMap(([group, members]) => [`[${group}]`, ...members.map(hostLine).sort()]);
  return [...alone.map(hostLine).sort(), ...sections].map((line) => `${line}\n`).join('');
}

/**
 * Ansible inventory in YAML form: all machines under `all.hosts`, groups under `all.children`.
 *
 * @throws {UserError} `INVENTORY_VALUE_INVALID`
 */
export function ansibleInventoryYaml(hosts: readonly InventoryHost[], options: InventoryOptions = {}): string {
  const reachable = reachableHosts(hosts);
  const groups = groupHosts(reachable, options.keys ?? DEFAULT_GROUP_KEYS, options.groupNames ?? 'valid');
  const children = [...groups].map(([group, members]) => [
    group,
    { hosts: Object.fromEntries(members.map(({ name }) => [name, {}])) },
  ]);
  return stringify({
    all: {
      hosts: Object.fromEntries(reachable.map((host) => [host.name, Object.fromEntries(variables(host))])),
      ...(children.length === 0 ? {} : { children: Object.fromEntries(children) }),
    },
  });
}

function groupHosts(
  hosts: readonly ReachableHost[],
  keys: readonly string[],
  names: GroupNames,
): ReadonlyMap<string, readonly ReachableHost[]> {
  const groups = new Map<string, ReachableHost[]>();
  for (const host of hosts) {
    for (const group of groupsOf(host, keys, names)) groups.set(group, [...(groups.get(group) ?? []), host]);
  }
  return groups;
}

function portOf({ port }: ReachableHost): (readonly [string, string])[] {
  return port === undefined || port === 22 ? [] : [['ansible_port', String(port)]];
}

function variables(host: ReachableHost): readonly (readonly [name: string, value: string])[] {
  const options = sshOptions(host).map(([name, value]) => shellWord(`${name}=${value}`));
  return [
    ['ansible_host', host.ip],
    ...portOf(host),
    // Goes to ssh in quotes already; ssh takes per cent signs for placeholders.
    ['ansible_ssh_private_key_file', host.privateKeyFile.replaceAll('%', '%%')],
    ['ansible_user', host.user],
    ['ansible_ssh_common_args', options.map((option) => `-o ${option}`).join(' ')],
  ];
}

/** Ansible splits the arguments once more; values have no quotes of their own but those around a path with blanks. */
function shellWord(text: string): string {
  return text.includes(' ') ? `'${text}'` : text;
}

function hostLine(host: ReachableHost): string {
  return [host.name, ...variables(host).map(([name, value]) => `${name}=${iniValue(value)}`)].join(' ');
}

/** A value in a host line: split by shell rules, so quoted when it has blanks or quotes. */
function iniValue(value: string): string {
  return /^[A-Za-z0-9_./:@%+,=-]+$/.test(value) ? value : `"${value.replaceAll('"', '\\"')}"`;
}
