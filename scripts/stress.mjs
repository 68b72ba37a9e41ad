#!/usr/bin/env node
// `npm run test:stress [-- VITEST-ARGUMENT...]`: environments made and destroyed side by side, and killed anywhere, in
// the testbed. `LAGO_STRESS_SEED=N` repeats the kills of a run that printed N.
import { join } from 'node:path';
import process from 'node:process';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { runInTestbed } from './testbed/run.mjs';

const VITEST = [NODE, join(PROJECT, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];

process.chdir(PROJECT);
try {
  await ensureNodeModules();
  await ensureSystemPackages();
  const env = { ...process.env, LAGO_TEST_TEMPLATES: await ensureTemplates() };
  const config = ['--config', 'test/stress/vitest.config.ts'];
  process.exitCode = await runInTestbed([...VITEST, ...config, ...process.argv.slice(2)], { env });
} catch (error) {
  console.error(`test:stress: ${error.message}`);
  process.exitCode = 1;
}
