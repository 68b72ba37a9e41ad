#!/usr/bin/env node
// `npm run test:stress [-- VITEST-ARGUMENT...]`: environments made and destroyed side by side, and killed anywhere, in
// the testbed. `LAGO_STRESS_SEED=N` repeats the kills of a run that printed N.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CACHE } from './setup/paths.mjs';
import { quietly, step } from './setup/progress.mjs';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { asRoot } from './testbed/privilege.mjs';
import { runInTestbed } from './testbed/run.mjs';

const VITEST = [NODE, join(PROJECT, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];

/** Makes a template from a recipe, where packages can be had. */
async function buildRecipe(directory) {
  const lago = [NODE, join(PROJECT, 'src/cli/main.ts'), 'templates', 'build', join(PROJECT, 'test/stress/small.yaml')];
  await step('making a template from a recipe', () => quietly(asRoot([...lago, '-o', directory])));
  return join(directory, 'repo.json');
}

process.chdir(PROJECT);
mkdirSync(CACHE, { recursive: true });
const built = mkdtempSync(join(CACHE, 'stress-'));
try {
  await ensureNodeModules();
  await ensureSystemPackages();
  const templates = await ensureTemplates();
  const env = {
    ...process.env,
    LAGO_TEST_TEMPLATES: templates,
    LAGO_STRESS_REPOSITORY: await buildRecipe(built),
  };
  const config = ['--config', 'test/stress/vitest.config.ts'];
  process.exitCode = await runInTestbed([...VITEST, ...config, ...process.argv.slice(2)], { env });
} catch (error) {
  console.error(`test:stress: ${error.message}`);
  process.exitCode = 1;
} finally {
  await quietly(asRoot(['rm', '-rf', built]));
}
