import { defineConfig } from 'vitest/config';

// One emulated host serves all files, one after the other; under emulation everything takes its time.
export default defineConfig({
  test: {
    name: 'kvm',
    include: ['test/kvm/**/*.test.ts'],
    globalSetup: ['test/kvm/global-setup.ts'],
    setupFiles: ['test/kvm/revive.ts'],
    reporters: ['verbose', 'json'],
    outputFile: { json: '.cache/kvm-host/results.json' },
    fileParallelism: false,
    // For a machine that has other things to do as well; a test that waits in vain takes this long.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    // To find out whether the host still answers, and to switch it off.
    teardownTimeout: 300_000,
  },
});
