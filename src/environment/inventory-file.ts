import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An inventory in a file that goes at the end of its scope: `await using file = await env.ansibleInventoryTempFile()`. */
export interface InventoryFile extends AsyncDisposable {
  /** Absolute path, for `ansible-playbook -i`. */
  readonly path: string;
}

/** Writes an inventory into a directory of its own, which only this user may read. */
export async function inventoryFile(text: string): Promise<InventoryFile> {
  const directory = await mkdtemp(join(tmpdir(), 'lago-inventory-'));
  const path = join(directory, 'hosts.ini');
  await writeFile(path, text, { mode: 0o600 });
  return { path, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) };
}
