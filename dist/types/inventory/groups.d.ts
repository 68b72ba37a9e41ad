import type { InventoryHost } from './host.ts';
/** Keys of the spec that make groups when none are given, as in Lago. */
export declare const DEFAULT_GROUP_KEYS: readonly string[];
/**
 * How groups are named. `lago`: as Lago does (`vm-type=default`, plus one plain group per entry of `groups`);
 * current Ansible accepts that with a warning. `valid`: names that Ansible takes without one (`vm_type_default`).
 * `both`: Lago's, then the valid ones where they differ.
 */
export type GroupNames = 'lago' | 'valid' | 'both';
/**
 * Groups of a machine, in order: one `<key>=<value>` per key found in its spec (one per item of a list), then its plain
 * groups. No name twice.
 */
export declare function groupsOf(host: InventoryHost, keys: readonly string[], names: GroupNames): readonly string[];
/** The name as Ansible itself would mend it: letters, digits and underscores, no digit in front. */
export declare function validGroupName(group: string): string;
