import type { Logger } from '../../host/log.ts';
import type { InitFile } from '../../initfile/types.ts';
import type { Repositories, Search } from '../../templates/repositories.ts';
import type { TemplateQuery, TemplateRepository } from '../../templates/repository-types.ts';
import type { TemplateVersion } from '../../templates/types.ts';
import type { LockedTemplate, LockFile } from './lock-file.ts';
import { type LockProblem, placeIn, throwProblems } from './outdated.ts';
import { entryFor, hashOfEntry, hashText, type LockArchitecture, nameOfQuery, templateDisks } from './templates.ts';

/** What templates are looked up in. */
export type TemplateSearch = Pick<Repositories, 'search' | 'opened' | 'renew'>;

/** What pinning needs. */
export interface PinContext {
  readonly lock: LockFile;
  readonly initFile: InitFile;
  /** Takes nothing that is not in the lock file. */
  readonly frozen: boolean;
  /** Architecture of machines that name none. */
  readonly host: () => Promise<LockArchitecture>;
  /** Finds a version that its repository has no more: in the store, or in a cache. */
  readonly findGone: (entry: LockedTemplate) => Promise<TemplateVersion | undefined>;
  readonly log: Logger;
}

/** Template repositories as a lock file pins them. */
export class PinnedTemplates implements TemplateSearch {
  readonly #repositories: TemplateSearch;
  readonly #context: PinContext;
  readonly #problems: LockProblem[] = [];

  constructor(repositories: TemplateSearch, context: PinContext) {
    this.#repositories = repositories;
    this.#context = context;
  }

  opened(): Promise<readonly TemplateRepository[]> {
    return this.#repositories.opened();
  }

  /** As {@link Repositories.renew}; what is pinned has the content that the lock file says, or is not used. */
  async renew(version: TemplateVersion): Promise<TemplateVersion | undefined> {
    const isPinned = this.#context.lock.templates.some(
      (entry) =>
        entry.repository === version.repository &&
        entry.template === version.template &&
        entry.version === version.version,
    );
    return isPinned ? undefined : this.#repositories.renew(version);
  }

  /** As {@link Repositories.search}, for the version that is pinned. */
  async search(query: TemplateQuery): Promise<Search> {
    const { lock, host } = this.#context;
    const entry = entryFor(lock, query, await host());
    if (entry === undefined) return this.#repositories.search(query);
    const { repository, template, version } = entry;
    const found = await this.#repositories.search({ ...query, template: `${repository}/${template}`, version });
    if (found.kind !== 'found') return this.#searchGone(entry, found);
    this.#compare(entry, found.version);
    const hash = hashOfEntry(entry);
    // A repository that gives no hash, or cannot be asked now, is held to that of the lock file; so is the store.
    return hash === undefined ? found : { ...found, version: { hash, ...found.version, isPinned: true } };
  }

  /**
   * Call it when everything was looked up.
   *
   * @throws {UserError} `LOCK_FILE_OUTDATED` for pinned versions that are gone or have another content, and when frozen for
   *   templates that are not pinned.
   */
  async check(): Promise<void> {
    const { lock, initFile, frozen, log } = this.#context;
    const host = await this.#context.host();
    const seen = new Set<string>();
    for (const { query, path } of templateDisks(initFile)) {
      const name = nameOfQuery(query);
      if (entryFor(lock, query, host) !== undefined || seen.has(name)) continue;
      seen.add(name);
      const message = `the template ${name} (${query.arch ?? host}) is not in the lock file`;
      if (frozen) this.#problems.push({ place: placeIn(initFile, path), message });
      else log.info(`${message} ${lock.file}: \`lago lock\` puts it there`);
    }
    throwProblems(lock.file, this.#problems);
  }

  #compare(entry: LockedTemplate, { hash }: TemplateVersion): void {
    if (hash === undefined || entry.hash === undefined || entry.hash === hashText(hash)) return;
    this.#report(entry, `its repository now gives the hash ${hashText(hash)} instead of ${entry.hash}`);
  }

  async #searchGone(entry: LockedTemplate, answer: Search): Promise<Search> {
    const version = await this.#context.findGone(entry);
    if (version !== undefined) return { kind: 'found', version };
    this.#report(entry, `no template repository has this version any more, nor have the store and the cache`);
    return answer;
  }

  #report(entry: LockedTemplate, what: string): void {
    const { lock } = this.#context;
    const { repository, template, version } = entry;
    const message = `the template ${nameOfQuery({ template: entry.name, version: entry.requested })} is pinned to ${repository}:${template}:${version}, but ${what}`;
    this.#problems.push({ place: lock.placeOf(entry), message });
  }
}
