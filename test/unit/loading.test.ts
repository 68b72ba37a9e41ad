import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sources } from '../support/source-text.ts';

/** Imports that bring code with them: not those of types, not those that wait for a call. */
const STATIC = /^(?:import|export)\b(?! type\b)(?:[^;'"]*? from)? '([^']+)';$/gm;

const SOURCES = sources();

/** Files and packages that are loaded together with a source file. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of (SOURCES.get(file) ?? '').matchAll(STATIC)) {
    if (name.startsWith('.')) loadedWith(join(dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}

// A status of many machines has to be quick, and loading takes most of its time.
describe('what is loaded', () => {
  it('of the SDK has nothing that only some calls need', () => {
    const loaded = loadedWith('src/index.ts');
    expect([...loaded]).toEqual(expect.arrayContaining(['src/environment/environment.ts', 'zod', 'execa']));
    for (const late of [
      'ssh2',
      'src/initfile/parse.ts',
      'src/environment/preview.ts',
      'src/environment/init-run.ts',
      'src/environment/doctor.ts',
    ]) {
      expect([...loaded]).not.toContain(late);
    }
  });

  it('of the command line, before a verb runs, has nothing of the SDK', () => {
    const loaded = [...loadedWith('src/cli/run.ts')];
    expect(loaded).toContain('commander');
    expect(loaded.filter((file) => file.startsWith('src/') && !file.startsWith('src/cli/'))).toEqual([]);
  });
});
