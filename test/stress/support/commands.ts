import { expect } from 'vitest';
import { type LagoResult, outcome, start } from '../../integration/cli/support.ts';
import type { Sandbox } from '../../support/sandbox.ts';

/** A call of `lago` in a process of its own that has ended. */
export interface Ended extends LagoResult {
  /** Milliseconds that the process lived. */
  readonly elapsed: number;
  readonly signal: NodeJS.Signals | null;
}

/** Runs `lago` in `cwd`, in a process of its own; kills that process, and none of its children, after `killAfter` ms. */
export async function lagoIn(cwd: string, box: Sandbox, argv: readonly string[], killAfter?: number): Promise<Ended> {
  const began = performance.now();
  const child = start(box, argv, { cwd });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const exited = new Promise<number>((resolve) => child.once('exit', () => resolve(performance.now() - began)));
  const result = await outcome(child).finally(() => clearTimeout(timer));
  return { ...result, elapsed: await exited, signal: child.signalCode };
}

/** As {@link lagoIn}; anything but exit code 0 fails the test. */
export async function lagoEndsWell(cwd: string, box: Sandbox, argv: readonly string[]): Promise<Ended> {
  const ended = await lagoIn(cwd, box, argv);
  expect(ended.code, `lago ${argv.join(' ')} in ${cwd} ended with ${ended.code}:\n${ended.err}`).toBe(0);
  return ended;
}
