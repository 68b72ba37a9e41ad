import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { type Sandbox, testTemplates } from './sandbox.ts';

const VICTIM = join(import.meta.dirname, 'victim.ts');

/**
 * Starts a program that makes and starts the environment of a sandbox, and kills it, with SIGKILL, as soon as it says a
 * line that matches. Gives the environment's uuid.
 */
export async function killAt(box: Sandbox, line: RegExp, mode: 'owned' | 'workdir'): Promise<string> {
  const args = [VICTIM, box.common.stateDir, box.common.leaseDir, box.common.cwd, testTemplates(), mode];
  const victim: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(victim, 'exit');
  let uuid = '';
  if (!victim.stdout) throw new Error('the victim has no output');
  for await (const text of createInterface({ input: victim.stdout })) {
    uuid ||= /^record ([0-9a-f]{32})$/.exec(text)?.[1] ?? '';
    if (line.test(text)) victim.kill('SIGKILL');
  }
  const [, signal] = await gone;
  expect(signal).toBe('SIGKILL');
  return uuid;
}
