import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Oldest major version of Node that runs this package. */
const OLDEST_NODE = 24;

/** What is wrong with a version of Node; undefined when it will do. */
export function nodeComplaint(version: string): string | undefined {
  const major = Number(/^v?(\d+)/.exec(version)?.[1]);
  if (major >= OLDEST_NODE) return undefined;
  return `lago needs Node ${OLDEST_NODE} or newer, but runs on ${version}`;
}

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
