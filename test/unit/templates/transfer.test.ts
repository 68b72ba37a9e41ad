import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sweepTransfers, withTransfer } from '../../../src/templates/transfer.ts';

let store: string;
let transfer: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'lago-transfer-'));
  transfer = join(store, 'transfer');
});
afterEach(() => rmSync(store, { recursive: true }));

test('a transfer has an empty directory, which goes with it', async () => {
  await withTransfer(store, 'a test', async (directory) => {
    expect(readdirSync(directory)).toEqual([]);
    writeFileSync(join(directory, 'image'), '');
  });
  expect(readdirSync(transfer)).toEqual([]);
  await expect(withTransfer(store, 'a test', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(transfer)).toEqual([]);
});

test('what a killed process left is swept, what is in use is not', async () => {
  const script = `
    import { writeFileSync } from 'node:fs';
    import { withTransfer } from ${JSON.stringify(new URL('../../../src/templates/transfer.ts', import.meta.url).href)};
    await withTransfer(${JSON.stringify(store)}, 'a save', async (directory) => {
      writeFileSync(directory + '/image', 'half');
      process.stdout.write('saving');
      setInterval(() => undefined, 1000);
      await new Promise(() => undefined);
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await sweepTransfers(store);
  expect(readdirSync(transfer)).toHaveLength(2);
  child.kill('SIGKILL');
  await once(child, 'close');
  await withTransfer(store, 'another', async (directory) => {
    await sweepTransfers(store);
    expect(existsSync(directory)).toBe(true);
    expect(readdirSync(transfer)).toHaveLength(2);
  });
  expect(readdirSync(transfer)).toEqual([]);
});

test('there may be nothing to sweep, or what older versions left', async () => {
  await sweepTransfers(store);
  mkdirSync(join(transfer, '0123456789abcdef'), { recursive: true });
  await sweepTransfers(store);
  expect(readdirSync(transfer)).toEqual([]);
});
