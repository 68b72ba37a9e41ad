import { defineConfig } from 'vitest/config';

// One job after the other: each looks afterwards whether anything is left of it. Machines boot without KVM here; the
// limits only end what hangs.
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    reporters: ['verbose'],
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
  },
});
