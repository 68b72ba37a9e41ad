import process from 'node:process';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Names, at the end of a run, the tests that passed only when they were run again, and why they had failed: each is a
 * defect to be found, of the test or of what it tests, whatever else the machine was doing.
 */
export class FlakyReporter implements Reporter {
  readonly #write: (text: string) => void;

  constructor(write = (text: string): void => void process.stdout.write(text)) {
    this.#write = write;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const flaky = modules
      .flatMap(({ children }) => [...children.allTests()])
      .filter((test) => test.diagnostic()?.flaky === true);
    if (flaky.length === 0) return;
    this.#write(`\nFailed first, and passed when run again: ${flaky.length}\n`);
    for (const test of flaky) this.#write(describeTest(test));
  }
}

function describeTest(test: TestCase): string {
  const [error] = test.result().errors ?? [];
  const why = error?.stack ?? error?.message ?? 'no error is known';
  return `  ${test.module.relativeModuleId} > ${test.fullName}\n${why.replaceAll(/^/gm, '    ')}\n`;
}
