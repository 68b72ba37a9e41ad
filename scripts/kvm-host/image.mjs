// The disk image of the emulated KVM host: built once from Debian packages, kept until its recipe changes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CACHE } from '../setup/paths.mjs';
import { quietly, step } from '../setup/progress.mjs';
import { hostSources } from '../templates/sources.mjs';
import { asRoot } from '../testbed/privilege.mjs';

const RECIPE = fileURLToPath(new URL('./image', import.meta.url));

/** Where the image, and the files of a run, are kept. */
export const KVM_HOST_CACHE = join(CACHE, 'kvm-host');

// Whatever ends the recipe also ends its processes and mounts.
const NAMESPACES = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/**
 * Gives the directory with the host's disk (`root.qcow2`) and kernel (`vmlinuz`), and builds both when they are missing
 * or their recipe has changed: 40 s and 2 GB of disk. Quick and silent otherwise. Several processes may call it at the
 * same time; a killed build leaves nothing that could be mistaken for an image.
 *
 * @returns {Promise<string>} the image's directory
 * @throws {Error} when the build fails, with the end of its output; without root rights, with the command to run
 */
export async function ensureHostImage() {
  const image = join(KVM_HOST_CACHE, recipeKey());
  if (existsSync(image)) return image;
  mkdirSync(KVM_HOST_CACHE, { recursive: true });
  await step('building the image of the KVM host', async () => {
    const command = [
      'flock',
      join(KVM_HOST_CACHE, '.build.lock'),
      ...NAMESPACES,
      'bash',
      join(RECIPE, 'build.sh'),
      image,
    ];
    await quietly(asRoot(command), { env: { ...process.env, SOURCES: hostSources().join('\n') } });
  });
  return image;
}

/** Identity of the image: a digest of every file of its recipe, so that a changed recipe is built anew. */
function recipeKey() {
  const entries = readdirSync(RECIPE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${relative(RECIPE, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex').slice(0, 12);
}
