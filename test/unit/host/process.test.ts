import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import {
  ancestorsOf,
  bootId,
  isSameProcess,
  parentOf,
  parseProcessStat,
  processIdentity,
  processIdentitySchema,
  processStartTime,
  processTree,
} from '../../../src/host/process.ts';

function statLine(name: string, state = 'S'): string {
  const after = Array.from({ length: 30 }, (_, index) => String(index + 5));
  after[17] = '987654';
  return `42 (${name}) ${state} 7 ${after.join(' ')}\n`;
}

describe('parseProcessStat', () => {
  test.each(['node', 'tmux: server', 'a) S 1 (b', '(sd-pam)', ''])('reads past the name %j', (name) => {
    expect(parseProcessStat(statLine(name))).toEqual({ pid: 42, parent: 7, startTime: 987654, name });
  });

  test.each(['Z', 'X'])('a process in state %s has ended', (state) => {
    expect(parseProcessStat(statLine('gone', state))).toBeUndefined();
  });

  test.each(['', '42', '42 (a', '42 (a) S', 'x (a) S y'])('%j is no such line', (text) => {
    expect(parseProcessStat(text)).toBeUndefined();
  });
});

test('the identity of this process holds, and fails with any part changed', () => {
  const identity = processIdentity();
  if (identity === undefined) throw new Error('this process is not there');
  expect(processIdentitySchema.parse(JSON.parse(JSON.stringify(identity)))).toEqual(identity);
  expect(isSameProcess(identity)).toBe(true);
  expect(isSameProcess({ ...identity, startTime: identity.startTime + 1 })).toBe(false);
  expect(isSameProcess({ ...identity, bootId: `${bootId()}x` })).toBe(false);
  expect(isSameProcess({ ...identity, pid: process.ppid })).toBe(false);
});

test('a process that has ended is nobody', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const identity = processIdentity(child.pid ?? 0);
  expect(identity).toMatchObject({ pid: child.pid, bootId: bootId() });
  expect(parentOf(child.pid ?? 0)).toBe(process.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(identity && isSameProcess(identity)).toBe(false);
  expect(processStartTime(child.pid ?? 0)).toBeUndefined();
  expect(processIdentity(child.pid ?? 0)).toBeUndefined();
});

test('the tree has this process below its parent, and ancestors end at the top', () => {
  expect(processTree().get(process.pid)).toMatchObject({ pid: process.pid, parent: process.ppid });
  const ancestors = ancestorsOf();
  expect(ancestors[0]?.pid).toBe(process.ppid);
  expect(ancestors.at(-1)?.parent).toBe(0);
});
