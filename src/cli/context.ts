import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CliEnvironment, LoadOptions } from './sdk.ts';
import { UsageError } from './usage-error.ts';
import type { Call } from './verb.ts';

type AnyCall = Pick<Call, 'global' | 'io' | 'log' | 'sdk'>;

/** Options for every call into the SDK. */
export function commonOptions({ global, io, log }: AnyCall) {
  return {
    log,
    signal: io.signal,
    cwd: io.cwd,
    env: io.env,
    ...defined({ libvirtUrl: global.libvirtUrl, leaseDir: global.leaseDir, stateDir: global.stateDir }),
  };
}

/** The workdir that is meant: `-w`, else the one that a CI job exports. */
export function workdirOf({ global, io }: AnyCall): string | undefined {
  return global.workdirPath ?? (io.env.LAGO_WORKDIR === '' ? undefined : io.env.LAGO_WORKDIR);
}

/** How the environment is found that a verb works on. */
export function loadOptions(call: AnyCall): LoadOptions {
  const { global, io, log } = call;
  if (global.prefixPath !== undefined) {
    log.warning('--prefix-path is deprecated: use --workdir-path and --prefix-name');
    return { ...commonOptions(call), cwd: prefixDirectory(resolve(io.cwd, global.prefixPath)) };
  }
  return { ...commonOptions(call), ...defined({ workdir: workdirOf(call), prefixName: global.prefixName }) };
}

/** As in Lago: the directory itself, or the `.lago` in it. */
function prefixDirectory(directory: string): string {
  const found = [directory, join(directory, '.lago')].find((place) => existsSync(join(place, 'initialized')));
  if (found !== undefined) return found;
  throw new UsageError(`--prefix-path: ${directory} is not a prefix`, 'A prefix has a file called `initialized`.');
}

/** Runs `body` with the environment that the call means, and closes its connections afterwards. */
export async function withEnvironment<T>(call: AnyCall, body: (env: CliEnvironment) => Promise<T>): Promise<T> {
  const env = await call.sdk.loadEnv(loadOptions(call));
  try {
    return await body(env);
  } finally {
    await env.close();
  }
}

/** An object without the keys that have no value, for options where absent and undefined differ. */
export function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> };
export function defined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
