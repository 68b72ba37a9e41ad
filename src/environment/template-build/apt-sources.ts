import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files in which apt of this host is told about a suite, so that a template of it comes from where the host's own
 * packages come from.
 *
 * @param root directory with `etc`, for tests.
 */
export function aptSources(suite: string, root = '/'): string[] {
  const directory = join(root, 'etc/apt/sources.list.d');
  const names = existsSync(directory) ? readdirSync(directory).sort() : [];
  const files = [join(root, 'etc/apt/sources.list'), ...names.map((name) => join(directory, name))];
  return files.filter((file) => /\.(?:list|sources)$/.test(file) && existsSync(file) && offers(file, suite));
}

/** One-line entries have the suite as a word of theirs, others in a field. */
function offers(file: string, suite: string): boolean {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.some((line) => /^(?:deb|Suites:)\s/.test(line) && line.split(/\s+/).includes(suite));
}
