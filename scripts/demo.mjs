#!/usr/bin/env node
import process from 'node:process';
// `npm run demo`: the action's phases as a runner would run them, on the init file in fixtures/demo, in the testbed.
// Installs and builds first what a fresh clone lacks, as `npm test` does.
import { fileURLToPath } from 'node:url';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { runInTestbed } from './testbed/run.mjs';

const JOB = fileURLToPath(new URL('./demo/job.mjs', import.meta.url));

try {
  await ensureNodeModules();
  await ensureSystemPackages();
  const templates = await ensureTemplates(['micro', 'debian12']);
  console.log('demo: opening the testbed: a private network with a libvirt of its own');
  process.exitCode = await runInTestbed([NODE, JOB, PROJECT, templates]);
} catch (error) {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
}
