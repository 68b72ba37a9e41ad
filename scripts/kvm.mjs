#!/usr/bin/env node
// Runs the tests that need a host with KVM, in an emulated one: `npm run test:kvm [-- VITEST-ARGUMENT...]`.
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureHostImage, KVM_HOST_CACHE } from './kvm-host/image.mjs';
import { ensureNodeModules, ensureSystemPackages, ensureTemplates, NODE, PROJECT } from './setup.mjs';
import { runInTestbed } from './testbed/run.mjs';

const ONE_AT_A_TIME = fileURLToPath(new URL('./kvm-host/one-at-a-time.sh', import.meta.url));
const VITEST = [NODE, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/kvm/vitest.config.ts'];

async function main(vitestArguments) {
  await ensureNodeModules();
  await ensureSystemPackages();
  const env = {
    ...process.env,
    KVM_HOST_IMAGE: await ensureHostImage(),
    TEMPLATE_REPOSITORY: await ensureTemplates(),
  };
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
