import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../host/errors.ts';
import { readJsonIfExists, syncDirectory, syncFile, writeFileAtomic, writeJson } from '../../host/files.ts';
import { hashFile } from '../../host/hash.ts';
import { withLock } from '../../host/lock.ts';
import { type RepositoryFile, repositorySchema, versionsOf } from '../../templates/repository-file.ts';
import type { ToolContext } from './namespaces.ts';

/** A version of a template, and where it goes. */
export interface OutputPlace {
  /** Absolute. */
  readonly directory: string;
  readonly name: string;
  readonly version: string;
}

/** A template in a directory, as a repository has it. */
export interface PlacedTemplate {
  /** Absolute path of the image. */
  readonly image: string;
  /** SHA-256 of the image. */
  readonly hash: string;
}

const REPOSITORY_FILE = 'repo.json';
/** Name of the source in it: handles are relative to the repository file, wherever it lies or is served. */
const SOURCE = 'here';

/** Absolute path that a template's image gets. */
export function imageOf({ directory, name, version }: OutputPlace): string {
  return join(directory, name, `${version}.qcow2`);
}

/**
 * Puts an image in its place, with the files that a repository has beside it. The image comes last.
 *
 * @param draft absolute path of the finished image, on the same file system; it is moved.
 */
export async function placeImage(
  place: OutputPlace,
  draft: string,
  metadata: Readonly<Record<string, unknown>>,
  { signal }: ToolContext,
): Promise<PlacedTemplate> {
  const image = imageOf(place);
  const hash = (await hashFile(draft, ['sha256'], signal)).get('sha256') ?? '';
  await mkdir(dirname(image), { recursive: true });
  await syncFile(draft);
  await writeFileAtomic(`${image}.hash`, `${hash}\n`);
  await writeJson(`${image}.metadata`, metadata);
  await rename(draft, image);
  await syncDirectory(dirname(image));
  return { image, hash };
}

/**
 * Refuses a version that a repository has already: disks may lie over it.
 *
 * @param repositoryFile absolute path; it need not be there.
 * @throws {UserError} `TEMPLATE_EXISTS`
 */
export async function requireNew(
  { name, version }: Pick<OutputPlace, 'name' | 'version'>,
  repositoryFile: string,
): Promise<void> {
  const repository = await readJsonIfExists(repositoryFile, repositorySchema);
  if (repository === undefined || !versionsOf(repository, name).includes(version)) return;
  throw new UserError('TEMPLATE_EXISTS', `the template ${name} has a version ${version} already`, {
    hint: 'Versions never change, because disks lie over them: give it another version.',
  });
}

/**
 * Runs `body`, which publishes a version, while no other build publishes it, and unless another one has.
 *
 * @param repositoryFile absolute path; it need not be there.
 * @throws {UserError} `TEMPLATE_EXISTS`; what is there is that of the other build then.
 */
export async function publish<T>(
  place: OutputPlace,
  repositoryFile: string,
  { log, signal }: ToolContext,
  body: () => Promise<T>,
): Promise<T> {
  const image = imageOf(place);
  await mkdir(dirname(image), { recursive: true });
  const lock = {
    what: `the template ${place.name}:${place.version}`,
    timeoutMs: 600_000,
    temporary: true,
    log,
    signal,
  };
  return withLock(`${image}.lock`, lock, async () => {
    await requireNew(place, repositoryFile);
    return body();
  });
}

/** Absolute path of the repository file of a directory. */
export function repositoryIn(directory: string): string {
  return join(directory, REPOSITORY_FILE);
}

/** Adds a version to the repository of a directory, which is made where there is none. Others that add something wait. */
export async function addToRepository(place: OutputPlace, { log, signal }: ToolContext): Promise<void> {
  const { directory, name, version } = place;
  const file = repositoryIn(directory);
  const lock = { what: `the template repository ${file}`, timeoutMs: 600_000, temporary: true, log, signal };
  await withLock(`${file}.lock`, lock, async () => {
    await requireNew(place, file);
    const repository = (await readJsonIfExists(file, repositorySchema)) ?? emptyRepository();
    const versions = repository.templates[name]?.versions ?? {};
    const entry = {
      source: SOURCE,
      handle: `${name}/${version}.qcow2`,
      timestamp: Math.floor((await stat(imageOf(place))).mtimeMs / 1000),
    };
    await writeJson(file, {
      ...repository,
      sources: { ...repository.sources, [SOURCE]: { type: 'http', args: { baseurl: './' } } },
      templates: { ...repository.templates, [name]: { versions: { ...versions, [version]: entry } } },
    });
  });
}

function emptyRepository(): RepositoryFile {
  return { name: 'built', sources: {}, templates: {} };
}
