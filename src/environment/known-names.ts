import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LagoError } from '../host/errors.ts';
import { resolveOptions } from './host-services.ts';
import type { LoadOptions } from './options.ts';
import { findPrefix, findWorkdir, listPrefixes, prefixPaths } from './prefix.ts';

/** Names that a user may type; empty lists where there is nothing. */
export interface KnownNames {
  readonly prefixes: readonly string[];
  /** Machines of the prefix that is meant, in the order of the init file. */
  readonly vms: readonly string[];
  readonly snapshots: readonly string[];
  /** Templates of the store: `<repository>:<template>:<version>`. */
  readonly templates: readonly string[];
}

/** Names for completions, from a few small files and without asking a provider. Never fails. */
export function knownNames(options: LoadOptions = {}): KnownNames {
  const { cwd, services } = resolveOptions(options);
  const { storeDir } = services.paths;
  const templates = orNothing(() =>
    readdirSync(storeDir).filter((name) => existsSync(join(storeDir, `${name}.record`))),
  );
  const location = { cwd, ...options };
  const prefixes = orNothing(() => listPrefixes(findWorkdir(location)));
  const virt = orNothing(() => [prefixPaths(findPrefix(location)).virt])[0];
  if (virt === undefined) return { prefixes, vms: [], snapshots: [], templates };
  const vms = orNothing(() => textsOf(readObject(join(virt, 'env')).vms));
  const snapshots = orNothing(() =>
    readdirSync(virt)
      .filter((name) => name.startsWith('vm-'))
      .flatMap((name) => Object.keys(objectOf(readObject(join(virt, name)).snapshots))),
  );
  return { prefixes, vms, snapshots: [...new Set(snapshots)].sort(), templates };
}

function orNothing(find: () => readonly string[]): readonly string[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof LagoError || error instanceof SyntaxError) return [];
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

function readObject(file: string): Readonly<Record<string, unknown>> {
  return objectOf(JSON.parse(readFileSync(file, 'utf8')));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
