#!/usr/bin/env node
// Runs the tests that need a host with KVM, in an emulated one: `npm run test:kvm [-- VITEST-ARGUMENT...]`.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { failedFiles } from './kvm-host/failed-files.mjs';
import { ensureHostImage, KVM_HOST_CACHE } from './kvm-host/image.mjs';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { runInTestbed } from './testbed/run.mjs';

const ONE_AT_A_TIME = fileURLToPath(new URL('./kvm-host/one-at-a-time.sh', import.meta.url));
const REPORT = join(KVM_HOST_CACHE, 'results.json');
/** Runs at most, where the emulated host hangs each time. */
const ATTEMPTS = 3;
const HUNG = join(KVM_HOST_CACHE, 'run', 'hung');
const VITEST = [NODE, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/kvm/vitest.config.ts'];

async function main(vitestArguments) {
  await ensureNodeModules();
  await ensureSystemPackages();
  const env = {
    ...process.env,
    KVM_HOST_IMAGE: await ensureHostImage(),
    TEMPLATE_REPOSITORY: await ensureTemplates(),
  };
  let files = vitestArguments;
  for (let attempt = 1; ; attempt += 1) {
    for (const path of [REPORT, HUNG]) rmSync(path, { force: true });
    const code = await runVitest(files, env);
    // The emulator's fault, not ours: a test that really fails does so on a host that lives.
    if (code === 0 || !existsSync(HUNG) || attempt === ATTEMPTS) return code;
    const failed = failedFiles(REPORT);
    // A run that broke off leaves no report: all of it is done again.
    if (failed.length > 0) files = failed;
    const what = failed.length > 0 ? `${failed.length} test files` : 'all of it';
    console.error(`test:kvm: the emulated host hung; once more, on a new one: ${what}`);
  }
}

async function runVitest(vitestArguments, env) {
  // Runs share one directory for the host's disk and logs.
  const command = [ONE_AT_A_TIME, join(KVM_HOST_CACHE, '.run.lock'), ...VITEST, ...vitestArguments];
  return await runInTestbed(command, { env });
}

process.chdir(PROJECT);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`test:kvm: ${error.message}`);
  process.exitCode = 1;
}
