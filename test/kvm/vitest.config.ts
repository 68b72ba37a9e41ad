import { defineConfig } from 'vitest/config';

// One emulated host serves all files, one after the other; under emulation everything takes its time.
export default defineConfig({
  test: {
    name: 'kvm',
    include: ['test/kvm/**/*.test.ts'],
    globalSetup: ['test/kvm/global-setup.ts'],
    reporters: ['verbose'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
