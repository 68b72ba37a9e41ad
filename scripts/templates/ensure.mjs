// The template repository of the tests: built once from Debian packages, kept until a recipe changes.
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { quietly, step } from '../setup/progress.mjs';
import { asRoot } from '../testbed/privilege.mjs';
import { IMAGES } from './catalog.mjs';
import { imageKey, STORE } from './layout.mjs';

const BUILD = fileURLToPath(new URL('./build.mjs', import.meta.url));
const REPOSITORY = join(STORE, 'repo.json');

/** The kernel gives the lock back when its holder dies, in whatever way. */
async function buildImage(name, key) {
  const locked = ['flock', join(STORE, `.${name}.lock`), process.execPath, BUILD, name, key];
  await quietly(asRoot(locked));
}

function isBuilt(name, key) {
  return existsSync(join(STORE, `${name}-${key}`));
}

function describeEntries(name, key) {
  return Object.keys(IMAGES[name].entries).map((entry) => {
    const handle = `${name}-${key}/${entry}.qcow2`;
    const { timestamp } = JSON.parse(readFileSync(join(STORE, `${handle}.metadata`), 'utf8'));
    return [entry, { versions: { [key]: { source: 'local', handle, timestamp } } }];
  });
}

/**
 * Of the images that are there. Written anew each time: a clone that was moved has another root. Work trees that share
 * one store by a symlink all write the same.
 */
function writeRepository(keys) {
  const present = Object.entries(keys).filter(([name, key]) => isBuilt(name, key));
  const templates = Object.fromEntries(present.flatMap(([name, key]) => describeEntries(name, key)));
  const sources = { local: { type: 'file', args: { root: realpathSync(STORE) } } };
  const text = `${JSON.stringify({ name: 'lago-action-test', sources, templates }, null, 2)}\n`;
  if (existsSync(REPOSITORY) && readFileSync(REPOSITORY, 'utf8') === text) return;
  const draft = `${REPOSITORY}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, REPOSITORY);
}

/**
 * Builds the templates that are missing or whose recipe has changed, and describes them in a Lago template repository.
 * Quick and silent when all are there. Several processes may call it at the same time.
 *
 * @param {string[]} [names] images to build; all by default
 * @returns {Promise<string>} path of `repo.json`
 * @throws {Error} when a build fails, with the end of its output; without root rights, with the command to run
 */
export async function ensureTemplates(names = Object.keys(IMAGES)) {
  mkdirSync(STORE, { recursive: true });
  const keys = Object.fromEntries(Object.keys(IMAGES).map((name) => [name, imageKey(name)]));
  for (const name of names) {
    if (isBuilt(name, keys[name])) continue;
    await step(`building the guest template ${name}`, () => buildImage(name, keys[name]));
  }
  writeRepository(keys);
  return REPOSITORY;
}
