import { defineConfig } from 'vitest/config';
import { FlakyReporter } from '../support/flaky-reporter.ts';

// One job after the other: each looks afterwards whether anything is left of it. Machines boot without KVM here; the
// limits only end what hangs.
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    reporters: ['verbose', new FlakyReporter()],
    retry: 1,
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
  },
});
