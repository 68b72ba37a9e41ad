import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveMark, markedKeys, removeMark, sweepMarks } from '../../../../src/disks/layers/marks.ts';
import { LayerStore } from '../../../../src/disks/layers/store.ts';

const keyOf = (number: number) => number.toString(16).padStart(64, '0');
let directory: string;
let store: LayerStore;
let marks: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-marks-'));
  store = new LayerStore(directory);
  marks = join(store.directory, 'wanted');
});
afterEach(() => rmSync(directory, { recursive: true }));

it('are there until they are removed, and then nothing is', async () => {
  expect(await markedKeys(store)).toEqual([]);
  await leaveMark(store, keyOf(1));
  await leaveMark(store, keyOf(1));
  await leaveMark(store, keyOf(2));
  expect([...(await markedKeys(store))].sort()).toEqual([keyOf(1), keyOf(2)]);
  await removeMark(store, keyOf(1));
  await removeMark(store, keyOf(3));
  expect(await markedKeys(store)).toEqual([keyOf(2)]);
  await removeMark(store, keyOf(2));
  expect(readdirSync(store.directory)).toEqual([]);
  await removeMark(store, keyOf(2));
});

it('are no layers, nor layers in the making, and can be removed together', async () => {
  await leaveMark(store, keyOf(1));
  expect(await store.list()).toEqual([]);
  expect(await store.orphans()).toEqual([]);
  expect(await store.unfinished()).toEqual([]);
  await sweepMarks(store);
  expect(existsSync(marks)).toBe(false);
  await sweepMarks(store);
});

it('are few: those of long ago go first', async () => {
  mkdirSync(marks, { recursive: true });
  for (let number = 0; number < 40; number++) {
    writeFileSync(join(marks, keyOf(number)), '');
    utimesSync(join(marks, keyOf(number)), number + 1, number + 1);
  }
  await leaveMark(store, keyOf(99));
  const left = [...(await markedKeys(store))].sort();
  expect(left).toHaveLength(32);
  expect(left).toEqual([...Array.from({ length: 31 }, (_, index) => keyOf(index + 9)), keyOf(99)]);
});

it('say why they cannot be left', async () => {
  writeFileSync(store.directory, 'no directory');
  await expect(leaveMark(store, keyOf(1))).rejects.toMatchObject({ code: 'FILE_FAILED' });
  expect(await markedKeys(store)).toEqual([]);
  await removeMark(store, keyOf(1));
});
