import type { GuestConnection } from '../connection.ts';
import { exec } from '../exec.ts';
import type { ServiceShell } from './provider.ts';

/** Milliseconds that one command may take: a service that hangs at its start must not hang its caller. */
const TIMEOUT = 120_000;

/**
 * Runs the commands of service providers over SSH.
 *
 * @param reach gives the connection to a guest that answers.
 */
export function serviceShell(reach: () => Promise<GuestConnection>, user: string): ServiceShell {
  const run = async (command: readonly string[]) => exec(await reach(), command, { check: false, timeout: TIMEOUT });
  return { run, runAsRoot: (command) => run(user === 'root' ? command : ['sudo', '-n', ...command]) };
}
