import type { HostCheck } from '../host/checks.ts';
import { tryRun } from '../host/exec.ts';
import type { Services } from './services.ts';

/** Runs a command as root; gives its exit code and what it said. */
export type AsRoot = (argv: readonly string[]) => Promise<{ readonly code: number; readonly stderr: string }>;

/**
 * Runs the repairs of findings, in order; one that fails ends that finding's, and is a warning.
 *
 * @returns how many findings were mended.
 */
export async function repair(checks: readonly HostCheck[], services: Services, asRoot: AsRoot): Promise<number> {
  let mended = 0;
  for (const { name, repair: commands } of checks) {
    if (commands === undefined) continue;
    const done = await services.log.task(`Mend ${name}`, async (log) => {
      for (const argv of commands) {
        log.info(`# ${argv.join(' ')}`);
        const { code, stderr } = await asRoot(argv);
        if (code === 0) continue;
        log.warning(`\`${argv.join(' ')}\` failed: ${stderr.trim() || `exit code ${code}`}`);
        return false;
      }
      return true;
    });
    if (done) mended += 1;
  }
  return mended;
}

/** As root directly, or by a `sudo` that needs no password. */
export function rootRunner({ log, signal }: Services, isRoot = process.getuid?.() === 0): AsRoot {
  return async (argv) => {
    const [program = '', ...args] = isRoot ? argv : ['sudo', '-n', ...argv];
    return tryRun(program, args, { log, signal });
  };
}
