import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../../src/cli/run.ts';
import { type Sandbox, testTemplates } from '../../support/sandbox.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

/** How a test calls `lago`. */
export interface LagoOptions {
  /** The sandbox's workspace by default. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; empty by default. */
  readonly stdin?: string;
}

export interface LagoResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Command line of `lago` from source. */
export const LAGO: readonly [string, string] = [process.execPath, MAIN];

/** Variables by which Lago keeps to the sandbox. */
export function sandboxEnvironment({ common }: Sandbox): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TMPDIR: process.env.TMPDIR ?? '/tmp',
    HOME: common.cwd,
    LAGO_STATE_DIR: common.stateDir,
    LAGO_LEASE_DIR: common.leaseDir,
    LAGO__INIT__TEMPLATE_REPO_PATH: testTemplates(),
  };
}

/** Runs `lago` with the real SDK in this process: starting a new one for each call would take most of the time. */
export async function lago(box: Sandbox, argv: readonly string[], options: LagoOptions = {}): Promise<LagoResult> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(options.stdin ?? '');
  const [out, err] = [text(stdout), text(stderr)];
  const code = await runCli(argv, {
    ...{ stdin, stdout, stderr },
    env: { ...sandboxEnvironment(box), ...options.env },
    cwd: options.cwd ?? box.common.cwd,
    signal: new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

/** Runs `lago` for its standard output; anything but exit code 0 is an error. */
export async function output(box: Sandbox, argv: readonly string[], options: LagoOptions = {}): Promise<string> {
  const { code, out, err } = await lago(box, argv, options);
  if (code !== 0) throw new Error(`lago ${argv.join(' ')} ended with ${code}: ${err}`);
  return out;
}

/** Starts `lago` in a process of its own, as people do. */
export function start(
  box: Sandbox,
  argv: readonly string[],
  options: LagoOptions = {},
): ChildProcessWithoutNullStreams {
  const [program, main] = LAGO;
  const env = { ...sandboxEnvironment(box), ...options.env };
  const child = spawn(program, [main, ...argv], { cwd: options.cwd ?? box.common.cwd, env });
  child.stdin.on('error', () => {}).end(options.stdin ?? '');
  return child;
}

/** Waits until a process has ended. */
export async function outcome(child: ChildProcessWithoutNullStreams): Promise<LagoResult> {
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

/** Resolves as soon as a process has written something to one of its streams. */
export function written(child: ChildProcessWithoutNullStreams, stream: 'stdout' | 'stderr', what: string) {
  let seen = '';
  return new Promise<void>((resolve, reject) => {
    child.once('close', () => reject(new Error(`the process ended without writing "${what}": ${seen}`)));
    child[stream].on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(what)) resolve();
    });
  });
}
