import { HostError, ToolError } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import type { Logger } from '../../host/log.ts';

/** What running a program for a template needs. */
export interface ToolContext {
  readonly log: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** Lines of output that a failure shows. */
const TAIL = 15;

/**
 * Runs a program as root in mount and process namespaces of its own: whatever ends it, or this process, also ends all that
 * it has started and mounted.
 *
 * @param title names it in messages.
 * @throws {ToolError} `TEMPLATE_BUILD_FAILED`, with the end of its output; {@link HostError} `TOOL_MISSING`
 */
export async function runApart(
  title: string,
  argv: readonly [string, ...string[]],
  { log, signal }: ToolContext,
): Promise<void> {
  const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];
  await runLogged(title, ['setpriv', '--pdeathsig', 'KILL', '--', ...namespaces, ...argv], { log, signal });
}

/** Runs a program with its output in the log. Errors as {@link runApart}. */
export async function runLogged(
  title: string,
  [program, ...args]: readonly [string, ...string[]],
  { log, signal }: ToolContext,
  { env = {}, ...place }: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<void> {
  const tail: string[] = [];
  const onLine = (line: string) => {
    log.debug(`${title}: ${line}`);
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
  };
  const { code } = await tryRun(program, args, { env: { LC_ALL: 'C.UTF-8', ...env }, ...place, onLine, signal });
  if (code === 0) return;
  throw new ToolError('TEMPLATE_BUILD_FAILED', `${title} failed with exit code ${code}: ${tail.join('\n')}`);
}

/** @throws {HostError} `ROOT_NEEDED` */
export function requireRoot(what: string): void {
  if (process.getuid?.() === 0) return;
  throw new HostError('ROOT_NEEDED', `${what} takes root rights`, {
    hint: 'It unpacks packages with their owners, and mounts what it makes: call it by `sudo`.',
  });
}
