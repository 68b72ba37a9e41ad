/** An inventory in a file that goes at the end of its scope: `await using file = await env.ansibleInventoryTempFile()`. */
export interface InventoryFile extends AsyncDisposable {
    /** Absolute path, for `ansible-playbook -i`. */
    readonly path: string;
}
/** Writes an inventory into a directory of its own, which only this user may read. */
export declare function inventoryFile(text: string): Promise<InventoryFile>;
