import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { removeAbandoned } from '../../host/abandoned.ts';
import { UserError } from '../../host/errors.ts';
import { ensureDirectory, readJsonIfExists, writeJson } from '../../host/files.ts';
import { hashFile } from '../../host/hash.ts';
import { displayUrl, isHttpUrl, parseHttpUrl } from '../../host/http.ts';
import { withLock } from '../../host/lock.ts';
import { parseHash, readDetails, type TemplateDetails } from '../../templates/details.ts';
import { entryFiles, readRecord } from '../../templates/entry.ts';
import { progressOf } from '../../templates/progress.ts';
import {
  type RepositoryFile,
  repositorySchema,
  templateNameSchema,
  versionNameSchema,
  versionsOf,
} from '../../templates/repository-file.ts';
import { LOCK_TIMEOUT, type TemplateStore } from '../../templates/store.ts';
import { type TemplateOrigin, type TemplateVersion, templateId } from '../../templates/types.ts';
import { sameHash } from '../../templates/verify.ts';
import { resolveOptions } from '../host-services.ts';
import { LOCAL_REPOSITORY, localRepository } from '../repositories.ts';
import type { Services } from '../services.ts';
import { templateStore } from './in-use.ts';
import type { AddTemplateOptions, PulledTemplate } from './options.ts';

const EMPTY: RepositoryFile = { name: LOCAL_REPOSITORY, sources: {}, templates: {} };

/** Makes an image a template of the host's own repository: see the function of this name in on-demand.ts. */
export async function addTemplate(options: AddTemplateOptions): Promise<PulledTemplate> {
  const { services, cwd } = resolveOptions(options);
  const { signal, log } = services;
  const file = localRepository(services.paths);
  const name = checkedName(options.name, 'name', templateNameSchema);
  const origin = originOf(options.image, cwd);
  if (origin.kind === 'http' && new URL(origin.url).search !== '') {
    log.warning(`the address has a query: it will stand in ${file}, which others of this host can read`);
  }
  await ensureDirectory(dirname(file));
  const lock = { what: `the template repository ${file}`, timeoutMs: LOCK_TIMEOUT, temporary: true, signal, log };
  return withLock(`${file}.lock`, lock, async () => {
    await removeAbandoned(dirname(file), (name) => name === basename(file));
    const repository = (await readJsonIfExists(file, repositorySchema)) ?? EMPTY;
    const version = newVersion(repository, name, options.version);
    const details = await detailsOf(origin, options, services);
    const template: TemplateVersion = { repository: repository.name, template: name, version, origin, ...details };
    const store = templateStore(services);
    await assertNoOther(template, store);
    const id = templateId(template);
    const path = await store.ensure(template, { signal, log, onProgress: progressOf(id, log) });
    await writeJson(file, withVersion(repository, template));
    return { id, path, size: (await stat(path)).blocks * 512, fetched: true };
  });
}

/** Name of a version as it is. @throws {UserError} `TEMPLATE_NAME_INVALID` for one that no repository may have. */
export function checkedVersion(text: string): string {
  return checkedName(text, 'version', versionNameSchema);
}

function checkedName(text: string, what: string, schema: typeof templateNameSchema): string {
  const result = schema.safeParse(text);
  if (result.success) return text;
  const [issue] = result.error.issues;
  throw new UserError(
    'TEMPLATE_NAME_INVALID',
    `the ${what} "${text}" of a template ${issue?.message ?? 'is not valid'}`,
  );
}

function originOf(image: string, cwd: string): TemplateOrigin {
  if (isHttpUrl(image)) return { kind: 'http', url: publicUrl(image) };
  const path = resolve(cwd, image);
  if (existsSync(path)) return { kind: 'file', path };
  throw new UserError('TEMPLATE_IMAGE_MISSING', `there is no image ${path}`, {
    hint: 'Name a qcow2 or raw image, possibly compressed, or its http(s) URL.',
  });
}

/** What everybody of this host may read must hold no password. @throws {UserError} `TEMPLATE_URL_SECRET` */
function publicUrl(image: string): string {
  const url = parseHttpUrl(image);
  if (url.username === '' && url.password === '') return url.href;
  throw new UserError('TEMPLATE_URL_SECRET', `the address ${displayUrl(url)} was given with a user or a password`, {
    hint: 'It would stand in the repository file: fetch the image yourself, and add the file.',
  });
}

function newVersion(repository: RepositoryFile, name: string, wanted: string | undefined): string {
  const versions = versionsOf(repository, name);
  if (wanted === undefined) {
    const numbers = versions.map((version) => Number(/^v(\d+)$/.exec(version)?.[1] ?? 0));
    return `v${Math.max(0, ...numbers) + 1}`;
  }
  if (!versions.includes(wanted)) return checkedVersion(wanted);
  throw new UserError('TEMPLATE_EXISTS', `the template ${name} has a version ${wanted} already`, {
    hint: 'Versions never change, because disks lie over them: give it another version, or none.',
  });
}

/** What the caller says of the image, else what lies beside it; a local image gets a digest in any case. */
async function detailsOf(
  origin: TemplateOrigin,
  { hash, metadata }: AddTemplateOptions,
  { signal, log }: Services,
): Promise<TemplateDetails> {
  const given = hash === undefined ? undefined : givenHash(hash);
  const beside = given && metadata ? undefined : await readDetails(origin, { signal, log });
  const known = given ?? beside?.hash ?? (await digestOf(origin, signal));
  return { metadata: metadata ?? beside?.metadata ?? {}, ...(known ? { hash: known } : {}) };
}

function givenHash(text: string): TemplateDetails['hash'] {
  try {
    return parseHash(text, 'the hash');
  } catch (cause) {
    throw new UserError('TEMPLATE_HASH_INVALID', `the hash "${text}" is no SHA-1, SHA-256 or SHA-512 in hex`, {
      hint: 'Give its 40, 64 or 128 digits, as `sha256sum` prints them, or none.',
      cause,
    });
  }
}

async function digestOf(origin: TemplateOrigin, signal: AbortSignal | undefined): Promise<TemplateDetails['hash']> {
  if (origin.kind === 'http') return undefined;
  return { algorithm: 'sha256', value: (await hashFile(origin.path, ['sha256'], signal)).get('sha256') ?? '' };
}

function withVersion(repository: RepositoryFile, added: TemplateVersion): RepositoryFile {
  const { template, version, origin, hash, metadata } = added;
  const { source, content, handle } = sourceOf(origin);
  const versions = repository.templates[template]?.versions ?? {};
  const details = { ...(hash ? { hash } : {}), metadata: { ...metadata } };
  const entry = { source, handle, timestamp: Math.floor(Date.now() / 1000), details };
  return {
    ...repository,
    sources: { ...repository.sources, [source]: content },
    templates: { ...repository.templates, [template]: { versions: { ...versions, [version]: entry } } },
  };
}

/** Where the image is, as a repository says it: sources are directories, handles names in them. */
function sourceOf(origin: TemplateOrigin) {
  if (origin.kind === 'file') {
    const root = dirname(origin.path);
    return { source: root, content: { type: 'file' as const, args: { root } }, handle: basename(origin.path) };
  }
  const url = new URL(origin.url);
  const handle = basename(url.pathname);
  url.pathname = dirname(url.pathname);
  return { source: url.href, content: { type: 'http' as const, args: { baseurl: url.href } }, handle };
}

/** One of the same name that was taken out of the repository may still be there, with other content. */
async function assertNoOther(template: TemplateVersion, store: TemplateStore): Promise<void> {
  const record = await readRecord(entryFiles(store.directory, template));
  if (!existsSync(store.path(template)) || (record?.hash && sameHash(record.hash, template.hash))) return;
  throw new UserError('TEMPLATE_EXISTS', `the store has a template ${templateId(template)} already`, {
    hint: 'Give it another version, or remove that one: `lago templates prune --unused`.',
  });
}
