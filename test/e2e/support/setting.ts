import { resolve } from 'node:path';
import process from 'node:process';

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || process.env.TESTBED !== '1') {
    throw new Error('these tests need the testbed, templates and act. Run: npm run test:e2e');
  }
  return value;
}

/** The program `act`. */
export const ACT = needed('E2E_ACT');
/** The template repository of the tests. */
export const TEMPLATES = needed('E2E_TEMPLATES');
/** A release of the action: `action.yml`, `package.json`, `dist`. The project itself has all three. */
export const RELEASE = resolve(process.env.E2E_RELEASE ?? '.');
/** Workflows, and what they need. */
export const WORKFLOWS = resolve('fixtures/workflows');
