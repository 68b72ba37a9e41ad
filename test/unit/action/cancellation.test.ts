import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PROGRAM = join(import.meta.dirname, 'fixtures', 'cancellable.ts');

let directory: string;
let child: ChildProcess;
let lines: AsyncIterator<string>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cancel-'));
  child = spawn(process.execPath, [PROGRAM, join(directory, 'intent')], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('no output');
  lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'working' });
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

const intent = () => readFileSync(join(directory, 'intent'), 'utf8');

describe('a step that is cancelled', () => {
  it('notes it at once, once, and goes on to end its work', async () => {
    child.kill('SIGINT');
    expect(await lines.next()).toMatchObject({ value: 'aborted' });
    expect(intent()).toBe('cancelled');
    child.kill('SIGINT');
    expect(child.exitCode).toBeNull();
  });

  it('ends at the second, stronger signal', async () => {
    child.kill('SIGINT');
    await lines.next();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
    expect(intent()).toBe('cancelled');
  });

  it('notes it also when only the stronger signal comes', async () => {
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
    expect(intent()).toBe('cancelled');
  });
});
