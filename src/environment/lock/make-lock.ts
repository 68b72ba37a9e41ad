import { dirname, relative, resolve } from 'node:path';
import { UserError } from '../../host/errors.ts';
import { pathIsInside, writeFileAtomic } from '../../host/files.ts';
import { displayUrl } from '../../host/http.ts';
import { DEFAULT_INIT_FILE } from '../../initfile/file-name.ts';
import { type TemplateOrigin, templateId } from '../../templates/types.ts';
import type { InitFileOptions } from '../options.ts';
import { allowedRoots, type Prepared, planDryly, prepare } from '../preview.ts';
import { diffLines } from './diff.ts';
import { lockedLayers } from './layers.ts';
import { type LockedTemplate, lockFilePath, readLockFile, renderLock } from './lock-file.ts';
import { nameOfQuery, templateDisks } from './templates.ts';

/** How a lock file is made. */
export interface LockOptions extends InitFileOptions {
  /** Only compares; false by default. */
  readonly check?: boolean;
}

/** A lock file that was made or compared. */
export interface LockResult {
  /** Absolute path. */
  readonly file: string;
  /** Whether it was as it should be already. */
  readonly current: boolean;
  /** Lines that differ, those of the old file with `-` before them, those of the new one with `+`. */
  readonly diff: readonly string[];
}

/**
 * Writes the lock file of an init file, beside it: the versions and hashes of its templates, and the keys of its layers, as
 * they are now. Nothing is fetched but what repositories say.
 *
 * @throws {InitFileError}; {@link UserError} `TEMPLATE_REPO_MISSING`, `INIT_FILE_MISSING`, ...; {@link ToolError} of
 *   repositories; {@link HostError} for a file that cannot be written.
 */
export async function lockInitFile(options: LockOptions = {}): Promise<LockResult> {
  const { check = false, ...rest } = options;
  const prepared = await prepare(rest, { guess: true, unlocked: true });
  const file = lockFilePath(resolve(prepared.cwd, options.initFile ?? DEFAULT_INIT_FILE));
  const plan = planDryly(prepared, rest);
  const roots = allowedRoots(prepared, rest, dirname(plan.prefix));
  const layers = await lockedLayers({ plan, prepared, roots, skipBuild: rest.skipBuild === true });
  const wanted = renderLock({ templates: lockedTemplates(prepared), layers });
  const old = await readText(file);
  const current = old === wanted;
  if (!current && !check) await writeFileAtomic(file, wanted);
  return { file, current, diff: diffLines(old ?? '', wanted) };
}

function lockedTemplates({ initFile, catalogue, facts, services }: Prepared): readonly LockedTemplate[] {
  const entries = new Map<string, LockedTemplate>();
  const versions = new Map(catalogue.versions.map((version) => [templateId(version), version]));
  for (const { query } of templateDisks(initFile)) {
    const { template: name, version: requested, arch = facts.arch } = query;
    const answer = catalogue.lookup(name, requested, query.arch);
    const version = answer.kind === 'found' ? versions.get(templateId(answer.template)) : undefined;
    if (version === undefined) throw notLockable(nameOfQuery(query));
    if (version.hash === undefined) {
      services.log.warning(`the repository gives no hash for ${templateId(version)}: only its version is pinned`);
    }
    const origin = describeOrigin(version.origin, initFile.directory);
    entries.set(JSON.stringify([name, requested, arch]), {
      name,
      ...(requested === undefined ? {} : { requested }),
      arch,
      repository: version.repository,
      template: version.template,
      version: version.version,
      ...(version.hash === undefined ? {} : { hash: `${version.hash.algorithm}:${version.hash.value}` }),
      ...(origin === undefined ? {} : { origin }),
    });
  }
  return [...entries.values()];
}

function notLockable(name: string): UserError {
  return new UserError(
    'TEMPLATE_REPO_MISSING',
    `no template repository has the template ${name}, so it cannot be pinned`,
    {
      hint: 'Name one with --template-repo-path, the input `template-repo`, or LAGO__INIT__TEMPLATE_REPO_PATH.',
    },
  );
}

/** Without what may be secret in a URL, and without paths that only this host has. */
function describeOrigin(origin: TemplateOrigin, directory: string): string | undefined {
  if (origin.kind === 'http') return displayUrl(new URL(origin.url));
  return pathIsInside(origin.path, directory) ? relative(directory, origin.path) : undefined;
}

/** The text of a lock file, if it is one: a link to something else is not shown to anybody. */
async function readText(file: string): Promise<string | undefined> {
  try {
    return (await readLockFile(file))?.text;
  } catch (error) {
    if (error instanceof UserError && error.code === 'LOCK_FILE_INVALID') return undefined;
    throw error;
  }
}
