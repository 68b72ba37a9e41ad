import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { GlobalValues } from './global-options.ts';
import type { CliEnvironment, LoadOptions } from './sdk.ts';
import { UsageError } from './usage-error.ts';
import type { Call } from './verb.ts';

type AnyCall = Pick<Call, 'config' | 'global' | 'io' | 'log' | 'plugins' | 'sdk'>;

/** Options for every call into the SDK. */
export function commonOptions({ config, global, io, log, plugins }: AnyCall) {
  const ssh = defined({ tries: global.sshTries, timeout: global.sshTimeout });
  return {
    log,
    signal: io.signal,
    cwd: io.cwd,
    env: io.env,
    ...defined({
      libvirtUrl: global.libvirtUrl,
      libvirtAuth: libvirtAuth(global),
      leaseDir: global.leaseDir,
      stateDir: global.stateDir,
      subnetPool: global.subnetPool.length === 0 ? undefined : global.subnetPool,
      // Of all verbs only some have the option, but all work with the one store.
      templateStore: config.get('init', 'template_store')?.text,
      ssh: Object.keys(ssh).length === 0 ? undefined : ssh,
      plugins: plugins.length === 0 ? undefined : plugins,
    }),
  };
}

function libvirtAuth({ libvirtUser: username, libvirtPassword: password }: GlobalValues) {
  if (username === undefined && password === undefined) return undefined;
  if (username !== undefined && password !== undefined) return { username, password };
  throw new UsageError('--libvirt-user and --libvirt-password (or their settings) only make sense together');
}

/** The workdir that is meant: `-w`, else the one that a CI job exports. */
export function workdirOf({ global, io }: AnyCall): string | undefined {
  return global.workdirPath ?? (io.env.LAGO_WORKDIR === '' ? undefined : io.env.LAGO_WORKDIR);
}

/** How the environment is found that a verb works on. */
export function loadOptions(call: AnyCall): LoadOptions {
  const { global, io, log } = call;
  const common = commonOptions(call);
  if (global.prefixPath !== undefined) {
    log.warning('--prefix-path is deprecated: use --workdir-path and --prefix-name');
    return { ...common, prefix: prefixDirectory(resolve(io.cwd, global.prefixPath)) };
  }
  const here = global.workdirPath === undefined && global.prefixName === undefined && isPrefix(io.cwd);
  // Who stands inside a prefix means that one, whatever the job exports.
  if (here) return { ...common, prefix: io.cwd };
  return { ...common, ...defined({ workdir: workdirOf(call), prefixName: global.prefixName }) };
}

/** As in Lago: the directory itself, or the `.lago` in it or in one above it. */
function prefixDirectory(directory: string): string {
  if (isPrefix(directory)) return directory;
  for (let place = directory; dirname(place) !== place; place = dirname(place)) {
    const inside = join(place, '.lago');
    if (isPrefix(inside)) return inside;
  }
  return directory;
}

function isPrefix(directory: string): boolean {
  return existsSync(join(directory, 'initialized'));
}

/** Runs `body` with the environment that the call means, and closes its connections afterwards. */
export async function withEnvironment<T>(
  call: AnyCall & Pick<Call, 'logFailureTo'>,
  body: (env: CliEnvironment) => Promise<T>,
): Promise<T> {
  const env = await call.sdk.loadEnv(loadOptions(call));
  call.logFailureTo(env.paths.logFile);
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
