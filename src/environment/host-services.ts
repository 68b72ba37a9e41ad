import { resolve } from 'node:path';
import { createLogger } from '../host/log.ts';
import { type HostPaths, resolvePaths } from '../host/paths.ts';
import { DEFAULT_POOL, parsePool } from '../network/pool.ts';
import type { PoolRange } from '../network/types.ts';
import { LibvirtProvider } from '../providers/libvirt/provider.ts';
import { DEFAULT_PROVIDER, type LibvirtAuth, type ProviderFactory, Providers } from '../providers/providers.ts';
import { SSH_PROVIDER, SshProvider } from '../providers/ssh/provider.ts';
import type { CommonOptions } from './options.ts';
import type { Services } from './services.ts';
import { streamLoggers } from './stream-loggers.ts';

/** Lago's libvirt connection. */
export const DEFAULT_LIBVIRT_URL = 'qemu:///system';

/** Providers that we have ourselves. */
export const OWN_PROVIDERS: ReadonlyMap<string, ProviderFactory> = new Map<string, ProviderFactory>([
  [DEFAULT_PROVIDER, ({ libvirtUrl, libvirtAuth }) => new LibvirtProvider(libvirtUrl, libvirtAuth)],
  [SSH_PROVIDER, () => new SshProvider()],
]);

/** Options with everything that has a default filled in. */
export interface Resolved {
  readonly services: Services;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly libvirtUrl: string;
  readonly libvirtAuth?: LibvirtAuth;
}

/** The directories of this host that all environments share, as options and variables say. */
export function hostPaths(options: CommonOptions = {}): HostPaths {
  return resolveOptions(options).services.paths;
}

/** Puts the real adapters together for one call into the SDK. */
export function resolveOptions(options: CommonOptions): Resolved {
  const env = options.env ?? process.env;
  const paths = resolvePaths(
    { stateDir: options.stateDir, leaseDir: options.leaseDir, storeDir: options.templateStore },
    env,
  );
  const log = (options.log ?? createLogger()).withSinks(streamLoggers);
  const { libvirtAuth, ssh } = options;
  if (libvirtAuth) log.mask(libvirtAuth.password);
  return {
    services: {
      paths,
      log,
      subnetPool: () => poolOf(options.subnetPool ?? env.LAGO_SUBNET_POOL?.split(',')),
      signal: options.signal,
      env,
      ...(ssh ? { ssh } : {}),
      providers: (setup) => new Providers(OWN_PROVIDERS, setup),
    },
    cwd: resolve(options.cwd ?? process.cwd()),
    env,
    libvirtUrl: options.libvirtUrl ?? env.LAGO_LIBVIRT_URL ?? DEFAULT_LIBVIRT_URL,
    ...(libvirtAuth ? { libvirtAuth } : {}),
  };
}

function poolOf(texts: readonly string[] = []): readonly PoolRange[] {
  const given = texts.filter((text) => text.trim() !== '');
  return given.length === 0 ? DEFAULT_POOL : parsePool(given);
}
