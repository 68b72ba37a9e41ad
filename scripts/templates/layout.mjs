// Names and keys of what the builder leaves on disk.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE } from '../setup/paths.mjs';

/** The template repository: one directory per image version, and `repo.json`. */
export const STORE = join(CACHE, 'templates');

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SHARED = ['lib.sh', 'catalog.mjs', 'initramfs/init'];

function filesBelow(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * The key of an image: a digest of every file that its recipe is made of, so that a changed recipe is built anew.
 *
 * @param {string} name the recipe's directory
 * @returns {string} 12 hexadecimal digits
 */
export function imageKey(name) {
  const hash = createHash('sha256');
  for (const file of [...SHARED.map((shared) => join(HERE, shared)), ...filesBelow(join(HERE, name))]) {
    const executable = (statSync(file).mode & 0o100) !== 0;
    hash
      .update(`${relative(HERE, file)}\0${executable}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}
