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
  rmSync(REPORT, { force: true });
  const code = await runVitest(vitestArguments, env);
  const failed = failedFiles(REPORT);
  if (code === 0 || failed.length === 0 || !existsSync(HUNG)) return code;
  // The emulator's fault, not ours: a test that really fails does so on a host that lives.
  console.error(`test:kvm: the emulated host hung; once more, on a new one: ${failed.length} test files`);
  return await runVitest(failed, env);
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
