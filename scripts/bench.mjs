#!/usr/bin/env node
// `npm run bench`: how long things take, in the testbed, against plain libvirt in the same run.
//
//   npm run bench [-- --rounds=N] [--template=NAME]
//
// Installs and builds first what a fresh clone lacks, as `npm test` does.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { runInTestbed } from './testbed/run.mjs';

/** What is measured is the code at hand, not the committed bundles. */
function buildPackage(directory) {
  const args = ['scripts/build.mjs', `--outdir=${join(directory, 'dist')}`];
  const { status } = spawnSync(NODE, args, { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the bundles could not be built');
  cpSync(join(PROJECT, 'package.json'), join(directory, 'package.json'));
}

/** A small package for the bench of layers: the testbed has no network. */
function downloadPackage(directory) {
  // apt's own user has to reach it.
  chmodSync(directory, 0o755);
  const { status } = spawnSync('apt-get', ['download', '-qq', 'tree'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const [name] = readdirSync(directory).filter((file) => file.endsWith('.deb'));
  if (status !== 0 || name === undefined) throw new Error('apt-get could not download the package tree');
  return join(directory, name);
}

const built = mkdtempSync(join(tmpdir(), 'lago-bench-'));
try {
  await ensureNodeModules();
  await ensureSystemPackages();
  const templates = await ensureTemplates(['micro', 'debian12']);
  buildPackage(built);
  const main = join(PROJECT, 'bench', 'main.ts');
  process.exitCode = await runInTestbed([
    NODE,
    main,
    `--templates=${templates}`,
    `--package=${built}`,
    `--debian=${downloadPackage(built)}`,
    ...process.argv.slice(2),
  ]);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(built, { recursive: true, force: true });
}
