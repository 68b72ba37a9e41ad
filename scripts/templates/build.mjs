// Builds one image and publishes it: `build.mjs NAME KEY`, run as root by ensure.mjs.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { quietly } from '../setup/progress.mjs';
import { IMAGES } from './catalog.mjs';
import { STORE } from './layout.mjs';
import { hostSources } from './sources.mjs';

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function virtualSize(image) {
  return JSON.parse(await quietly(['qemu-img', 'info', '--output=json', image]))['virtual-size'];
}

/** Mount and PID namespaces of its own: whatever ends the recipe, or us, also ends its mounts and loop devices. */
async function runRecipe(name, work, output) {
  const recipe = fileURLToPath(new URL(`./${name}/build.sh`, import.meta.url));
  const ends = ['setpriv', '--pdeathsig', 'KILL'];
  const namespaces = [...ends, 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const env = { ...process.env, WORK: work, OUTPUT: output, SOURCES: hostSources().join('\n') };
  await quietly([...namespaces, 'bash', recipe], { env });
}

/** Beside each image, what a Lago template repository has there. All entries of an image are one file on disk. */
async function writeEntries(directory, image, entries) {
  const [digest, size] = [await sha256(image), await virtualSize(image)];
  const timestamp = Math.floor(Date.now() / 1000);
  for (const [entry, metadata] of Object.entries(entries)) {
    const handle = join(directory, `${entry}.qcow2`);
    linkSync(image, handle);
    writeFileSync(`${handle}.hash`, `${digest}\n`);
    writeFileSync(`${handle}.metadata`, `${JSON.stringify({ name: entry, ...metadata, size, timestamp }, null, 2)}\n`);
  }
  rmSync(image);
}

/** How long an image stays after its recipe has changed: a test run that was started before may still use it. */
const GRACE_MS = 24 * 3600 * 1000;

/** Removes what a killed build has left (we hold the image's lock), and versions that nobody uses any more. */
function removeLeftovers(name) {
  const [unfinished, version] = [new RegExp(`^\\.build-${name}-`), new RegExp(`^${name}-[0-9a-f]{12}$`)];
  for (const entry of readdirSync(STORE)) {
    const path = join(STORE, entry);
    const old = version.test(entry) && Date.now() - statSync(path).mtimeMs > GRACE_MS;
    if (old || unfinished.test(entry)) rmSync(path, { recursive: true, force: true });
  }
}

async function build(name, key) {
  const published = `${name}-${key}`;
  // Somebody else may have built it while we waited for the lock.
  if (existsSync(join(STORE, published))) return;
  removeLeftovers(name);
  const scratch = mkdtempSync(join(STORE, `.build-${name}-`));
  try {
    const [work, finished] = [join(scratch, 'work'), join(scratch, 'finished')];
    for (const directory of [work, finished]) mkdirSync(directory);
    const image = join(scratch, 'image');
    await runRecipe(name, work, image);
    chmodSync(image, 0o644);
    await writeEntries(finished, image, IMAGES[name].entries);
    renameSync(finished, join(STORE, published));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const [name, key] = process.argv.slice(2);
try {
  await build(name, key);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
