import { type InventoryHost } from './host.ts';
/**
 * Configuration for `ssh -F`: one `Host` per machine, which can then be called by its name. Only the environment's key
 * is offered, and the pinned host key is checked.
 *
 * @throws {UserError} `INVENTORY_VALUE_INVALID` for a value that would change the meaning of the file
 */
export declare function sshConfig(hosts: readonly InventoryHost[]): string;
