import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../host/errors.ts';

/** Deepest directory that is searched. */
const MAX_DEPTH = 8;

/**
 * Finds the repository file that has a name, among the `*.json` files in a directory and those below it. Files that are no
 * repositories are passed over; of two with the name, the first by path counts.
 *
 * @throws {UserError} `TEMPLATE_REPO_UNKNOWN`, listing the names there are.
 */
export function findRepository(name: string, directory: string): string {
  const found = jsonFiles(directory, 0).flatMap((file) => {
    const own = nameOf(file);
    return own === undefined ? [] : [{ file, name: own }];
  });
  const match = found.find((repository) => repository.name === name);
  if (match) return match.file;
  const names = [...new Set(found.map((repository) => repository.name))];
  const there = names.length === 0 ? 'There is none at all.' : `There are ${names.join(', ')}.`;
  throw new UserError(
    'TEMPLATE_REPO_UNKNOWN',
    `no repository file below ${directory} has the name ${JSON.stringify(name)}`,
    { hint: `${there} --template-repos names another directory, --template-repo-path the file itself.` },
  );
}

function jsonFiles(directory: string, depth: number): string[] {
  const entries = list(directory).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return depth < MAX_DEPTH ? jsonFiles(path, depth + 1) : [];
    return entry.name.endsWith('.json') ? [path] : [];
  });
}

function list(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function nameOf(file: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || !('name' in content) || !('templates' in content)) return;
    return typeof content.name === 'string' ? content.name : undefined;
  } catch {
    return undefined;
  }
}
