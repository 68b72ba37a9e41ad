import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type EntryName, entryFile } from './entry.ts';

/** How a program of this package is started. */
export interface DetachedOptions {
  /** Gets both of its output streams; is made readable for its owner only. */
  readonly logFile: string;
  /** Opens a channel for messages, which is closed when either side ends. False by default. */
  readonly channel?: boolean;
}

/**
 * Starts a program of this package that outlives this process, its terminal and the sweep of a CI runner at the end of a job
 * (which looks for the tracking id). It has no `pid` when it cannot be started.
 */
export function startDetached(name: EntryName, args: readonly string[], options: DetachedOptions): ChildProcess {
  const { RUNNER_TRACKING_ID: _tracked, ...env } = process.env;
  const output = openSync(options.logFile, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [entryFile(name), ...args], {
      detached: true,
      stdio: ['ignore', output, output, ...(options.channel === true ? ['ipc' as const] : [])],
      cwd: '/',
      env,
    });
    // One that cannot be started has no pid; without this, it would end us before anybody looks.
    child.on('error', () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}
