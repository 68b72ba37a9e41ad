import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, tryRun } from '../../../src/host/exec.ts';
import { PROJECT } from '../../support/markdown.ts';

/** What a shell would run, expand or cut into pieces. */
const HOSTILE = [
  '$(touch ran)',
  '`touch ran`',
  '; touch ran',
  '&& touch ran',
  '> ran',
  '$HOME',
  '*',
  'a  b',
  '"',
  "'",
  '',
];

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-exec-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('a program', () => {
  const print = ['-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--'];

  it('gets its arguments as they are, whatever a shell would make of them (D1)', async () => {
    const { stdout } = await run(process.execPath, [...print, ...HOSTILE], { cwd: directory });
    expect(JSON.parse(stdout)).toEqual(HOSTILE);
    expect(existsSync(join(directory, 'ran'))).toBe(false);
  });

  it('is found by its whole name', async () => {
    await expect(tryRun('true; touch ran', [], { cwd: directory })).rejects.toMatchObject({ code: 'TOOL_MISSING' });
    expect(existsSync(join(directory, 'ran'))).toBe(false);
  });
});

describe('a program that gives no result', () => {
  it('because it was killed says by what', async () => {
    await expect(run('sh', ['-c', 'kill -9 $$'])).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: 'sh -c kill -9 $$ was ended by SIGKILL: it said nothing',
    });
  });

  it('because it cannot be started says why', async () => {
    await expect(tryRun(join(PROJECT, 'package.json'), [])).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: expect.stringMatching(/could not be started: .*EACCES/),
    });
  });

  it('because its directory is gone is not called missing', async () => {
    const cwd = join(directory, 'gone');
    await expect(tryRun('true', [], { cwd })).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: expect.stringContaining(cwd),
    });
  });

  it('but more than we take has failed, though it ended well before that was seen', async () => {
    // One too many: nothing holds the program up when no more is read.
    await expect(tryRun('printf', ['%s', 'x'.repeat(1001)], { maxOutput: 1000 })).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: 'printf wrote more than the 1000 characters that are taken',
    });
    expect(await tryRun('printf', ['%s', 'x'.repeat(1000)], { maxOutput: 1000 })).toMatchObject({ code: 0 });
  });

  it('for want of interest in its input has not failed', async () => {
    expect(await run('true', [], { input: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0 });
  });
});

describe('the sources', () => {
  const sources = globSync('src/**/*.{ts,cjs}', { cwd: PROJECT }).map((file) => ({
    file,
    text: readFileSync(join(PROJECT, file), 'utf8'),
  }));

  it('start child processes only in ways that take argument lists (D1)', () => {
    const imported = sources.flatMap(({ file, text }) =>
      [
        ...text.matchAll(/^import\s+(?:type\s+)?([^;]*?)\s+from '(?:node:child_process|child_process|execa)';/gm),
      ].flatMap(([, names = '']) =>
        names
          .replace(/[{}]|\btype\b/g, '')
          .split(',')
          .filter((name) => name.trim() !== '')
          .map((name) => `${file}: ${name.trim()}`),
      ),
    );
    expect(imported.length).toBeGreaterThan(5);
    const fine = /: (?:ChildProcess|spawn|fork|execFile|execa|ExecaError|Options as ExecaOptions)$/;
    expect(imported.filter((line) => !fine.test(line))).toEqual([]);
    const others = /(?:import|require)\(['"](?:node:)?(?:child_process|execa)['"]\)/;
    expect(sources.filter(({ text }) => others.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('ask none of them for a shell (D1)', () => {
    const asking = /\bshell: *(?:true|['"`])|\bexeca`|execaCommand/;
    expect(sources.filter(({ text }) => asking.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
