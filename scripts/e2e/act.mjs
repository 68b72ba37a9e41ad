// The runner of the end-to-end tests: nektos/act, built once from source.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { CACHE } from '../setup/paths.mjs';
import { quietly, step } from '../setup/progress.mjs';

const VERSION = '0.2.89';
const MODULE = `github.com/nektos/act@v${VERSION}`;

/** Where Go's own installer puts it, on a PATH or not. */
const GO_DIRECTORIES = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/go/bin', '/usr/lib/go/bin'];

function versionOf(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(stdout ?? '')?.[0];
}

async function build(bin, target) {
  const go = GO_DIRECTORIES.map((directory) => join(directory, 'go')).find((file) => existsSync(file));
  if (go === undefined) {
    throw new Error(
      `the end-to-end tests need act ${VERSION} (https://nektosact.com), and Go to build it. ` +
        `Install Go, or put act itself at ${target}`,
    );
  }
  const draft = mkdtempSync(join(bin, '.act-'));
  try {
    const env = { ...process.env, GOBIN: draft, GOFLAGS: '-trimpath -buildvcs=false' };
    await quietly([go, 'install', MODULE], { env });
    renameSync(join(draft, 'act'), target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Gives the path of act in the version that the tests were written for: the one on PATH if it is that, else one in
 * `.cache/bin`, built when it is not there (half a minute). Quick and silent otherwise.
 *
 * @returns {Promise<string>} path of the program
 * @throws {Error} when it cannot be built, with the end of the output; without Go, with what to install
 */
export async function ensureAct() {
  if (versionOf('act') === VERSION) return 'act';
  const bin = join(CACHE, 'bin');
  const target = join(bin, `act-${VERSION}`);
  if (existsSync(target)) return target;
  mkdirSync(bin, { recursive: true });
  await step(`building act ${VERSION}`, () => build(bin, target));
  return target;
}
