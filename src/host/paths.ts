import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';

/** Directories of this host that all environments share. All absolute; none is created here. */
export interface HostPaths {
  readonly stateDir: string;
  /** Owner records, one file per environment. */
  readonly environmentsDir: string;
  /** Subnet leases. */
  readonly leaseDir: string;
  /** Template store. */
  readonly storeDir: string;
  /** Template repositories that are found by name. */
  readonly repositoriesDir: string;
  /** Frozen build layers. */
  readonly layersDir: string;
  /** Pool for disk images whose own place cannot be used by QEMU. */
  readonly imagesDir: string;
}

/** Directories that a flag, an input or a configuration file names; they win over the environment. */
export interface PathOverrides {
  readonly stateDir?: string | undefined;
  readonly leaseDir?: string | undefined;
  readonly storeDir?: string | undefined;
}

/** Where Lago keeps what belongs to the host. */
export const SYSTEM_STATE_DIR = '/var/lib/lago';

/** Variables that relocate the directories, beside the XDG ones. */
export const PATH_VARIABLES = {
  stateDir: 'LAGO_STATE_DIR',
  leaseDir: 'LAGO_LEASE_DIR',
  storeDir: 'LAGO__INIT__TEMPLATE_STORE',
} as const;

/**
 * Finds the shared directories: what was given, else what the environment says, else below `/var/lib/lago` when this
 * user can write there, else below the XDG directories. Empty values count as not given.
 *
 * @param isUsable tells whether a directory can be written, or created; asks the file system by default.
 */
export function resolvePaths(
  overrides: PathOverrides = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
  isUsable: (directory: string) => boolean = isWritableDirectory,
): HostPaths {
  const given = (key: keyof PathOverrides) => nonEmpty(overrides[key]) ?? nonEmpty(env[PATH_VARIABLES[key]]);
  const home = nonEmpty(env.HOME) ?? homedir();
  const chosen = given('stateDir') ?? (isUsable(SYSTEM_STATE_DIR) ? SYSTEM_STATE_DIR : undefined);
  const state = resolve(chosen ?? join(xdg(env.XDG_STATE_HOME, home, '.local/state'), 'lago'));
  const data = chosen === undefined ? join(xdg(env.XDG_DATA_HOME, home, '.local/share'), 'lago') : state;
  const store = resolve(given('storeDir') ?? join(data, 'store'));
  return {
    stateDir: state,
    environmentsDir: join(state, 'environments'),
    leaseDir: resolve(given('leaseDir') ?? join(state, 'subnets')),
    storeDir: store,
    repositoriesDir: join(state, 'repos'),
    layersDir: join(store, 'layers'),
    imagesDir: join(data, 'images'),
  };
}

/** Whether this user can make files in `directory`, or can create it below the nearest directory that exists. */
export function isWritableDirectory(directory: string): boolean {
  if (statSync(directory, { throwIfNoEntry: false }) === undefined) {
    const parent = dirname(directory);
    return parent !== directory && directory !== sep && isWritableDirectory(parent);
  }
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return statSync(directory).isDirectory();
  } catch {
    return false;
  }
}

/** The XDG rules: a value that is not absolute is invalid and ignored. */
function xdg(value: string | undefined, home: string, fallback: string): string {
  return value?.startsWith(sep) ? value : join(home, fallback);
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
