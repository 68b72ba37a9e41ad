// The npm modules of the lock file.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './paths.mjs';
import { quietly, step } from './progress.mjs';

function changedAt(file) {
  return statSync(join(PROJECT, file), { throwIfNoEntry: false })?.mtimeMs;
}

/** npm writes its own lock file last, so it tells when, and whether, an installation ended. */
function isCurrent() {
  const installed = changedAt('node_modules/.package-lock.json');
  return installed !== undefined && installed >= (changedAt('package-lock.json') ?? 0);
}

/**
 * Installs the npm modules when they are missing or older than the lock file. Silent when there is nothing to do.
 *
 * @throws {Error} when npm fails; the message has the end of its output
 */
export async function ensureNodeModules() {
  if (isCurrent()) return;
  await step('installing npm modules', () => quietly(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: PROJECT }));
}
