import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRepository } from '../../../src/templates/find-repository.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-repos-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(name: string, content: unknown): string {
  const file = join(directory, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const repository = (name: string) => ({ name, sources: {}, templates: {} });

describe('a template repository by name (Lago D26)', () => {
  it('is found at any depth, whatever its file is called', () => {
    write('a.json', repository('other'));
    const file = write('team/x/whatever.json', repository('ours'));
    write('ours.txt', repository('ours'));
    expect(findRepository('ours', directory)).toBe(file);
  });

  it('is the first by path', () => {
    write('b.json', repository('ours'));
    const file = write('a/z.json', repository('ours'));
    expect(findRepository('ours', directory)).toBe(file);
  });

  it('passes over what is no repository', () => {
    write('1.json', '{ broken');
    write('2.json', '[]');
    write('3.json', { name: 'ours' });
    write('4.json', { name: 7, templates: {} });
    const file = write('5.json', repository('ours'));
    expect(findRepository('ours', directory)).toBe(file);
  });

  it('is missing with the names that there are', () => {
    write('a.json', repository('one'));
    write('b.json', repository('two'));
    expect(() => findRepository('tow', directory)).toThrow(
      expect.objectContaining({
        code: 'TEMPLATE_REPO_UNKNOWN',
        exitCode: 2,
        message: `no repository file below ${directory} has the name "tow"`,
        hint: expect.stringContaining('There are one, two.'),
      }),
    );
    expect(() => findRepository('x', join(directory, 'nowhere'))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('There is none at all.') }),
    );
  });
});
