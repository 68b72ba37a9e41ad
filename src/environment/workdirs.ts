import { basename } from 'node:path';
import { resolveOptions } from './host-services.ts';
import type { LoadOptions } from './options.ts';
import { currentPrefix, findPrefix, findWorkdir, listPrefixes, setCurrent } from './prefix.ts';

/** The prefixes of a workdir. */
export interface PrefixList {
  readonly workdir: string;
  /** Name of the one that `current` points to. */
  readonly current: string | undefined;
  readonly prefixes: readonly string[];
}

/** Names of the prefixes in a workdir. @throws {UserError} `WORKDIR_NOT_FOUND`. */
export function listPrefixNames(options: LoadOptions = {}): PrefixList {
  const { cwd } = resolveOptions(options);
  const workdir = findWorkdir({ cwd, workdir: options.workdir });
  return { workdir, current: currentPrefix(workdir), prefixes: listPrefixes(workdir) };
}

/** Makes a prefix the current one. @throws {UserError} `WORKDIR_NOT_FOUND`; {@link StateError} `PREFIX_NOT_FOUND`. */
export async function setCurrentPrefix(options: LoadOptions & { readonly prefixName: string }): Promise<void> {
  const { cwd } = resolveOptions(options);
  const workdir = findWorkdir({ cwd, workdir: options.workdir });
  await setCurrent(workdir, basename(findPrefix({ cwd, workdir, prefixName: options.prefixName })));
}
