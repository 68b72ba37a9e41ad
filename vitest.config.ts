import process from 'node:process';
import { defineConfig } from 'vitest/config';
import { FlakyReporter } from './test/support/flaky-reporter.ts';

/** Test files of the integration project that run at the same time; each has virtual machines of its own. */
const integrationWorkers = Number(process.env.LAGO_TEST_WORKERS ?? '2');

const MINUTE = 60_000;

export default defineConfig({
  test: {
    reporters: ['default', new FlakyReporter()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // A busy machine is no failure.
          testTimeout: 3 * MINUTE,
          hookTimeout: 3 * MINUTE,
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // Machines boot without KVM here. The limits only end what hangs.
          testTimeout: 20 * MINUTE,
          hookTimeout: 20 * MINUTE,
          expect: { poll: { timeout: 2 * MINUTE } },
          // Real machines, emulated: one thing in thousands goes wrong at times. It is told, and to be looked into.
          retry: 1,
          pool: 'forks',
          maxWorkers: integrationWorkers,
          // After the unit tests: those are quick and say more.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
