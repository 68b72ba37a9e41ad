import { type GroupNames } from './groups.ts';
import { type InventoryHost } from './host.ts';
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
export declare function ansibleInventory(hosts: readonly InventoryHost[], options?: InventoryOptions): string;
/**
 * Ansible inventory in YAML form: all machines under `all.hosts`, groups under `all.children`.
 *
 * @throws {UserError} `INVENTORY_VALUE_INVALID`
 */
export declare function ansibleInventoryYaml(hosts: readonly InventoryHost[], options?: InventoryOptions): string;
