import { expect, it } from 'vitest';
import { readProjectFile } from '../../support/markdown.ts';
import { sources } from '../../support/source-text.ts';

const ROW = /^\| `(src\/[\w.]+)` \| .* \| (.*?) ?\|$/gm;

/** Layer of a source file, as the table names it; the watchdog is an entry point of the SDK. */
function layerOf(file: string): string {
  const [, name = 'index.ts'] = /^src\/(\w+)\//.exec(file) ?? [];
  return `src/${name}`;
}

function packagesOf(source: string): string[] {
  const imports = [...source.matchAll(/^(?:import|export)[^;]*? from '([^'.][^']*)';$/gm)].map(
    ([, name]) => name ?? '',
  );
  return imports
    .filter((name) => !name.startsWith('node:'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

it('docs/architecture.md has every layer, with the packages that it imports', () => {
  const documented = [...readProjectFile('docs/architecture.md').matchAll(ROW)].map(
    ([, layer = '', packages = '']) => [layer, [...packages.matchAll(/`([^`]+)`/g)].map(([, name]) => name)] as const,
  );
  const imported = new Map<string, Set<string>>();
  for (const [file, source] of sources()) {
    const layer = imported.get(layerOf(file)) ?? new Set();
    for (const name of packagesOf(source)) layer.add(name);
    imported.set(layerOf(file), layer);
  }
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries([...imported].map(([layer, packages]) => [layer, [...packages].sort()])),
  );
});
