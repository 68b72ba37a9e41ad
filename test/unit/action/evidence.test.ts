import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectEvidence, keepDirectory, shownPath, uploadableFiles } from '../../../src/action/evidence.ts';
import { createLogger } from '../../../src/index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'evidence-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, text = name): string {
  const file = join(root, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('uploadableFiles', () => {
  const names = () =>
    uploadableFiles(root)
      .map((file) => relative(root, file))
      .sort();

  it('gives names that an artifact may have, and loses no file for it', () => {
    for (const name of ['vm0/a:b', 'vm0/a-b', 'vm0/a?b', 'vm0/dir "x"/new\nline', 'vm0/back\\slash']) write(name);
    expect(names()).toEqual(['vm0/a-b', 'vm0/a-b.0', 'vm0/a-b.1', 'vm0/back-slash', 'vm0/dir -x-/new-line']);
  });

  it('leaves out links, which would lead the upload elsewhere', () => {
    write('vm0/real');
    symlinkSync('/etc/passwd', join(root, 'vm0', 'link'));
    symlinkSync('/etc', join(root, 'vm0', 'dir'));
    expect(names()).toEqual(['vm0/real']);
  });

  it('makes files and directories readable', () => {
    const file = write('vm0/private/secret');
    chmodSync(file, 0);
    chmodSync(join(root, 'vm0/private'), 0);
    expect(names()).toEqual(['vm0/private/secret']);
    expect(statSync(file).mode & 0o400).toBe(0o400);
  });
});

describe('collectEvidence', () => {
  it('has at least the log of the action when there is no environment', async () => {
    const log = createLogger();
    const actionLog = write('action.log', 'what happened');
    const directory = join(root, 'artifacts');
    const { signal } = new AbortController();
    const collection = await collectEvidence(undefined, directory, actionLog, { log, signal });
    expect(collection).toEqual({ directory, evidence: [] });
    expect(readFileSync(join(directory, 'lago-action.log'), 'utf8')).toBe('what happened');
  });
});

describe('keepDirectory', () => {
  it('moves it, and beside what is there already', async () => {
    write('artifacts/x', 'new');
    write('workspace/logs/x', 'old');
    const kept = await keepDirectory(join(root, 'artifacts'), join(root, 'workspace', 'logs'));
    expect(kept).not.toBe(join(root, 'workspace', 'logs'));
    expect(readFileSync(join(kept, 'x'), 'utf8')).toBe('new');
    expect(readFileSync(join(root, 'workspace/logs/x'), 'utf8')).toBe('old');
  });
});

describe('shownPath', () => {
  it('is short inside the workspace', () => {
    expect(shownPath('/w/logs', '/w')).toBe('logs');
    expect(shownPath('/tmp/logs', '/w')).toBe('/tmp/logs');
    expect(shownPath('/w/..logs', '/w')).toBe('..logs');
  });
});
