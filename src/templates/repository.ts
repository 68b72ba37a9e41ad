import { readFile } from 'node:fs/promises';
import { HostError, hasErrorCode, messageOf, StateError, ToolError } from '../host/errors.ts';
import { fetchText } from '../host/fetch-text.ts';
import { parseJson } from '../host/files.ts';
import { displayUrl, parseHttpUrl } from '../host/http.ts';
import type { Logger } from '../host/log.ts';
import type { RetryOptions } from '../host/retry.ts';
import { BUILTIN } from './builtin/memory.ts';
import { type ReadDetails, readDetails, type TemplateDetails } from './details.ts';
import { isOutage, unknownTemplate, unknownVersion, unreachable } from './errors.ts';
import { originOf, placeOf, type RepositoryPlace, type Variables } from './origin.ts';
import { type RepositoryFile, repositorySchema, versionsOf } from './repository-file.ts';
import type { ListedTemplate, TemplateQuery, TemplateRepository } from './repository-types.ts';
import { readSnapshot, type Snapshot, saveSnapshot } from './snapshot.ts';
import type { TemplateVersion } from './types.ts';

/** How to open a repository. */
export interface RepositoryOptions {
  /** Template store, which keeps what was last seen of the repository. */
  readonly storeDir: string;
  /** Directory that a relative path of the repository refers to. */
  readonly cwd: string;
  /** Whether to keep what was seen of the repository in the store; true by default. */
  readonly keepSnapshot?: boolean;
  /** Variables that paths in a local repository file may use; only those named `LAGO_*` count. */
  readonly variables?: Variables;
  /** How long to try to reach it; a good minute by default. */
  readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

const RETRY = { retries: 2, timeoutMs: 60_000, stallTimeoutMs: 20_000 };

/**
 * Opens a template repository: a local file or an `http(s)` URL in Lago's format. While it cannot be reached, what was
 * last seen of it serves, with a warning.
 *
 * @throws {ToolError} `REPOSITORY_UNREACHABLE` or `REPOSITORY_INVALID`.
 */
export async function openRepository(location: string, options: RepositoryOptions): Promise<TemplateRepository> {
  const place = placeOf(location, options.cwd);
  const snapshot = await readSnapshot(options.storeDir, locationOf(place));
  try {
    const file = parse(await read(place, options), place);
    return new FileRepository(place, file, snapshot, options);
  } catch (error) {
    if (!isOutage(error)) throw error;
    if (snapshot === undefined) throw unreachable(nameOf(place), error);
    const reason = messageOf(error);
    options.log?.warning(
      `the template repository ${nameOf(place)} cannot be read (${reason}); using what was last seen`,
    );
    return new FileRepository(place, snapshot.repository, snapshot, options);
  }
}

/** A template repository whose file was read. */
class FileRepository implements TemplateRepository {
  readonly #place: RepositoryPlace;
  readonly #file: RepositoryFile;
  readonly #options: RepositoryOptions;
  readonly #old: ReadonlyMap<string, TemplateDetails>;
  readonly #details = new Map<string, TemplateDetails>();
  readonly #pending = new Map<string, Promise<TemplateVersion>>();
  #saving: Promise<void> = Promise.resolve();

  constructor(
    place: RepositoryPlace,
    file: RepositoryFile,
    snapshot: Snapshot | undefined,
    options: RepositoryOptions,
  ) {
    this.#place = place;
    this.#file = file;
    this.#options = options;
    this.#old = snapshot?.details ?? new Map();
  }

  get name(): string {
    return this.#file.name;
  }
  get location(): string {
    return locationOf(this.#place);
  }
  get templates(): readonly string[] {
    return Object.keys(this.#file.templates).sort();
  }
  offers(template: string): boolean {
    return this.#versions(template).length > 0;
  }
  list(): readonly ListedTemplate[] {
    return this.templates.map((template) => ({ template, aliases: [], versions: this.#versions(template) }));
  }
  async versions(template: string): Promise<readonly string[]> {
    return this.#versions(template);
  }

  async resolve({ template, version }: TemplateQuery): Promise<TemplateVersion> {
    const versions = this.#versions(template);
    const name = version ?? versions[0];
    if (name === undefined) throw unknownTemplate(template, this.templates, [nameOf(this.#place)]);
    if (versions.length === 0) throw unknownTemplate(template, this.templates, [nameOf(this.#place)]);
    if (!versions.includes(name)) throw unknownVersion(template, name, versions);
    const key = `${template}:${name}`;
    const pending = this.#pending.get(key) ?? this.#resolve(template, name, key);
    this.#pending.set(key, pending);
    return pending;
  }

  #versions(template: string): readonly string[] {
    return versionsOf(this.#file, template);
  }

  async #resolve(template: string, version: string, key: string): Promise<TemplateVersion> {
    const entry = this.#file.templates[template]?.versions[version];
    const source = this.#file.sources[entry?.source ?? ''];
    if (entry === undefined || source === undefined) throw unknownVersion(template, version, this.#versions(template));
    const origin = originOf(source, entry.handle, this.#place, this.#options.variables ?? {});
    const details = entry.details ?? (await this.#readDetails(key, origin));
    return { repository: this.name, template, version, origin, ...details };
  }

  async #readDetails(key: string, origin: TemplateVersion['origin']): Promise<TemplateDetails> {
    const old = this.#old.get(key);
    try {
      const read = await readDetails(origin, retryOf(this.#options));
      // Where nothing at all is left of a local template, what was last seen of it says more.
      if (origin.kind === 'file' && isEmpty(read) && old) return old;
      const details = this.#withOld(key, read, origin.kind === 'file' ? undefined : old);
      this.#details.set(key, details);
      await this.#save();
      return details;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (old === undefined) throw unreachable(nameOf(this.#place), error);
      this.#options.log?.warning(`${messageOf(error)}; using what was last seen of the template ${key}`);
      return old;
    }
  }

  /** A server that lost or denies the hash of a version must not switch off its verification: content never changes. */
  #withOld(key: string, { denied, ...read }: ReadDetails, old: TemplateDetails | undefined): TemplateDetails {
    const { log } = this.#options;
    const refused = Object.values(denied).map((name) => `${name} is denied (HTTP status 403), or not there`);
    const keepsHash = read.hash === undefined && old?.hash !== undefined;
    const keepsMetadata = denied.metadata !== undefined && Object.keys(old?.metadata ?? {}).length > 0;
    if (!keepsHash && !keepsMetadata) {
      for (const text of refused) log?.debug(text);
      return read;
    }
    const gone = keepsHash && denied.hash === undefined ? ['its hash is gone from the repository'] : [];
    log?.warning(`${[...gone, ...refused].join('; ')}; using what was last seen of the template ${key}`);
    return {
      ...read,
      ...(keepsHash ? { hash: old.hash } : {}),
      ...(keepsMetadata ? { metadata: old?.metadata ?? {} } : {}),
    };
  }

  /** One after the other: of two at once, the one with less could come last. */
  async #save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#saveNow());
    await this.#saving;
  }

  /** Saves what was read, and what others have seen meanwhile. */
  async #saveNow(): Promise<void> {
    const { storeDir, log, keepSnapshot = true } = this.#options;
    if (!keepSnapshot) return;
    const there = await readSnapshot(storeDir, this.location);
    const details = new Map([...this.#old, ...(there?.details ?? []), ...this.#details]);
    await saveSnapshot(storeDir, this.location, { repository: this.#file, details }, log);
  }
}

/** Absolute path or URL of a repository: what its snapshot is kept under. */
export function repositoryLocation(location: string, cwd: string): string {
  return locationOf(placeOf(location, cwd));
}

function isEmpty(details: TemplateDetails): boolean {
  return details.hash === undefined && Object.keys(details.metadata).length === 0;
}

async function read(place: RepositoryPlace, options: RepositoryOptions): Promise<string> {
  if (place.kind === 'http') return fetchText(place.url, retryOf(options));
  try {
    return await readFile(place.path, 'utf8');
  } catch (cause) {
    // As with a server that is away, a snapshot may serve.
    const reason = hasErrorCode(cause, 'ENOENT') ? 'there is no such file' : messageOf(cause);
    throw new ToolError('CONNECTION_FAILED', reason, { cause });
  }
}

function parse(text: string, place: RepositoryPlace): RepositoryFile {
  try {
    const file = parseJson(text, repositorySchema, `the template repository ${nameOf(place)}`);
    if (file.name !== BUILTIN) return file;
    throw new StateError(
      'REPOSITORY_INVALID',
      `the template repository ${nameOf(place)} has the name of the built-in one`,
    );
  } catch (error) {
    if (!(error instanceof StateError || error instanceof HostError)) throw error;
    const hint = 'It must be a JSON file with `name`, `sources` and `templates`.';
    throw new ToolError('REPOSITORY_INVALID', error.message, { hint, cause: error });
  }
}

function retryOf(options: RepositoryOptions): RetryOptions {
  return { ...RETRY, ...options.retry, signal: options.signal, log: options.log };
}

function locationOf(place: RepositoryPlace): string {
  return place.kind === 'http' ? place.url : place.path;
}

function nameOf(place: RepositoryPlace): string {
  return place.kind === 'http' ? displayUrl(parseHttpUrl(place.url)) : place.path;
}
