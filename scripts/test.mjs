#!/usr/bin/env node
// `npm test`: installs what a fresh clone lacks, builds the guest templates once, and runs all tests in the testbed.
// Arguments go to vitest: `npm test -- --project unit`.
import { join } from 'node:path';
import process from 'node:process';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { runInTestbed } from './testbed/run.mjs';

const VITEST = join(PROJECT, 'node_modules', 'vitest', 'vitest.mjs');

try {
  await ensureNodeModules();
  await ensureSystemPackages();
  const env = { ...process.env, LAGO_TEST_TEMPLATES: await ensureTemplates() };
  process.chdir(PROJECT);
  process.exit(await runInTestbed([NODE, VITEST, 'run', ...process.argv.slice(2)], { env }));
} catch (error) {
  console.error(`test: ${error.message}`);
  process.exit(1);
}
