import { once } from 'node:events';
import { expect } from 'vitest';
import type { ExampleProject } from './example-project.ts';
import { libvirtTraces, type Sandbox } from './sandbox.ts';

const MINUTE = 60_000;

/**
 * Runs a project's tests and kills the runner's main process, with SIGKILL, as soon as a test has written a file. Gives
 * the file's text. What is left of the runner's own processes is ended afterwards: they are not ours to judge.
 */
export async function killWhenWritten(project: ExampleProject, file: string): Promise<string> {
  const child = project.start();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk));
  const ended = once(child, 'exit');
  const isThere = () => (project.has(file) && project.read(file) !== '') || child.exitCode !== null;
  await expect.poll(isThere, { timeout: 4 * MINUTE, interval: 100 }).toBe(true);
  expect(child.exitCode, output).toBeNull();
  const uuid = project.read(file);
  expect(libvirtTraces(uuid)).not.toEqual([]);
  child.kill('SIGKILL');
  await ended;
  endGroup(child.pid);
  return uuid;
}

/** Waits until the watchdog has done its work. */
export async function untilNothingIsLeft(box: Sandbox): Promise<void> {
  await expect.poll(() => box.leftovers(), { timeout: 2 * MINUTE, interval: 200 }).toEqual([]);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them are gone.
  }
}
