import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Version of this package, from the nearest package.json above the running file (source or bundle). */
export function packageVersion(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (true) {
    const version = versionIn(join(directory, 'package.json'));
    if (version !== undefined) return version;
    if (dirname(directory) === directory) return 'unknown';
    directory = dirname(directory);
  }
}

function versionIn(file: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || !('version' in content)) return undefined;
    return typeof content.version === 'string' ? content.version : undefined;
  } catch {
    return undefined;
  }
}
