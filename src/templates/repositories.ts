import { LagoError, ToolError } from '../host/errors.ts';
import { unknownTemplate } from './errors.ts';
import type { ListedTemplate, TemplateQuery, TemplateRepository } from './repository-types.ts';
import type { TemplateVersion } from './types.ts';

/** A repository that may be opened when it is needed. */
export interface RepositorySource {
  /** Absolute path, URL, or `builtin`, for people: without what may be secret in a URL. */
  readonly location: string;
  /** Its name, where that is known before it is opened. */
  readonly name?: string;
  /** @throws {ToolError} `REPOSITORY_UNREACHABLE` or `REPOSITORY_INVALID`. */
  open(): Promise<TemplateRepository>;
}

/** What asking all repositories for a template comes to; what is known instead serves the error message. */
export type Search =
  | { readonly kind: 'found'; readonly version: TemplateVersion }
  | { readonly kind: 'unknown-template'; readonly names: readonly string[] }
  | {
      readonly kind: 'unknown-version';
      readonly template: string;
      readonly versions: readonly string[];
      /** What the repository says of it: `TEMPLATE_VERSION_UNKNOWN`. */
      readonly error: LagoError;
    };

/** One repository in a list of all. */
export interface RepositoryListing {
  /** Undefined for one that could not be opened. */
  readonly name?: string;
  readonly location: string;
  readonly templates: readonly ListedTemplate[];
  /** Why it could not be opened. */
  readonly problem?: LagoError;
}

/**
 * Template repositories in the order of their precedence. One is opened only when those before it do not have what is asked
 * for, so that one that is away harms nobody who does not need it.
 */
export class Repositories {
  readonly #sources: readonly RepositorySource[];
  readonly #opened = new Map<RepositorySource, Promise<TemplateRepository>>();

  constructor(sources: readonly RepositorySource[]) {
    this.#sources = sources;
  }

  /** Where they are, first the one that is asked first. */
  get locations(): readonly string[] {
    return this.#sources.map(({ location }) => location);
  }

  /**
   * Looks for a template; the first repository that has it wins. `<repository>/<template>` asks that one only.
   *
   * @throws {ToolError} `REPOSITORY_UNREACHABLE` of a repository that comes before all that have it, and what resolving it
   *   throws.
   */
  async search(query: TemplateQuery): Promise<Search> {
    const [repository, template] = splitName(query.template);
    const wanted = { ...query, template };
    let unknown: Extract<Search, { kind: 'unknown-version' }> | undefined;
    const names: string[] = [];
    for await (const candidate of repository === undefined ? this.#inOrder() : this.#named(repository)) {
      if (!candidate.offers(template)) {
        names.push(...candidate.templates);
        continue;
      }
      const answer = await searchOne(candidate, wanted);
      if (answer.kind !== 'unknown-version') return answer;
      unknown ??= answer;
    }
    return unknown ?? { kind: 'unknown-template', names: [...new Set(names)] };
  }

  /**
   * Finds one template.
   *
   * @throws {UserError} `TEMPLATE_UNKNOWN`, `TEMPLATE_VERSION_UNKNOWN`; and what {@link search} throws.
   */
  async find(query: TemplateQuery): Promise<TemplateVersion> {
    const found = await this.search(query);
    if (found.kind === 'found') return found.version;
    if (found.kind === 'unknown-version') throw found.error;
    throw unknownTemplate(query.template, found.names, this.locations);
  }

  /** Lists what all of them have. Those that cannot be opened are listed with the reason. */
  async list(): Promise<readonly RepositoryListing[]> {
    return Promise.all(
      this.#sources.map(async (source) => {
        const { location, name } = source;
        try {
          const repository = await this.#open(source);
          return { name: repository.name, location, templates: repository.list() };
        } catch (problem) {
          if (!(problem instanceof LagoError)) throw problem;
          return { ...(name === undefined ? {} : { name }), location, templates: [], problem };
        }
      }),
    );
  }

  /** Those that were opened so far. */
  async opened(): Promise<readonly TemplateRepository[]> {
    const settled = await Promise.allSettled(this.#opened.values());
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  /** Asks again what a version's content is; undefined where that is no use. */
  async renew(version: TemplateVersion): Promise<TemplateVersion | undefined> {
    const repository = (await this.opened()).find(({ name }) => name === version.repository);
    return repository?.renew?.(version);
  }

  async *#inOrder(): AsyncGenerator<TemplateRepository> {
    for (const source of this.#sources) yield await this.#open(source);
  }

  /** The repository of a name. One that cannot be opened may be the one: its error counts if no other has the name. */
  async *#named(name: string): AsyncGenerator<TemplateRepository> {
    let failure: unknown;
    for (const source of this.#sources) {
      if (source.name !== undefined && source.name !== name) continue;
      try {
        const repository = await this.#open(source);
        if (repository.name !== name) continue;
        yield repository;
        return;
      } catch (error) {
        if (!(error instanceof ToolError) || error.code !== 'REPOSITORY_UNREACHABLE') throw error;
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  #open(source: RepositorySource): Promise<TemplateRepository> {
    const opened = this.#opened.get(source) ?? source.open();
    this.#opened.set(source, opened);
    return opened;
  }
}

async function searchOne(repository: TemplateRepository, query: TemplateQuery): Promise<Search> {
  try {
    return { kind: 'found', version: await repository.resolve(query) };
  } catch (error) {
    if (!(error instanceof LagoError) || error.code !== 'TEMPLATE_VERSION_UNKNOWN') throw error;
    const { template, arch } = query;
    return { kind: 'unknown-version', template, versions: await repository.versions(template, arch), error };
  }
}

/** Names have no slash, so that one can stand between a repository and a template. */
function splitName(name: string): readonly [repository: string | undefined, template: string] {
  const slash = name.indexOf('/');
  return slash < 0 ? [undefined, name] : [name.slice(0, slash), name.slice(slash + 1)];
}
