import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InternalError } from './errors.ts';

/** Programs of this package that it starts itself. */
export type EntryName = 'watchdog' | 'forwarder' | 'cli';

/** Directory of this package: the one above `dist` or `src` with its package.json. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    if (dirname(directory) === directory) throw new InternalError('the package directory of lago-action was not found');
    directory = dirname(directory);
  }
  return directory;
}

/** File of an entry point: the bundle when we run from bundles, the source when we run from source. */
export function entryFile(name: EntryName): string {
  const fromSource = import.meta.url.endsWith('.ts');
  const sources = { watchdog: 'src/watchdog.ts', forwarder: 'src/forwarder.ts', cli: 'src/cli/main.ts' };
  return join(packageRoot(), fromSource ? sources[name] : `dist/${name}.js`);
}
