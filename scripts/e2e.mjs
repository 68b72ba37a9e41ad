#!/usr/bin/env node
// Runs workflows that use the action, with act as their runner: `npm run test:e2e [-- VITEST-ARGUMENT...]`.
import process from 'node:process';
import { ensureAct } from './e2e/act.mjs';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { runInTestbed } from './testbed/run.mjs';

const VITEST = [NODE, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/e2e/vitest.config.ts'];

async function main(vitestArguments) {
  await ensureNodeModules();
  await ensureSystemPackages();
  const env = { ...process.env, E2E_ACT: await ensureAct(), E2E_TEMPLATES: await ensureTemplates() };
  return await runInTestbed([...VITEST, ...vitestArguments], { env });
}

process.chdir(PROJECT);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`test:e2e: ${error.message}`);
  process.exitCode = 1;
}
