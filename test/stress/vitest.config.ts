import { defineConfig } from 'vitest/config';

// One file after the other: each compares the whole testbed before and after. Machines boot without KVM here; the limits
// only end what hangs.
export default defineConfig({
  test: {
    name: 'stress',
    include: ['test/stress/**/*.test.ts'],
    reporters: ['verbose'],
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
});
