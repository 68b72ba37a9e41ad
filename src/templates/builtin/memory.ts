import type { Logger } from '../../host/log.ts';
import type { TemplateDetails } from '../details.ts';
import { type RepositoryFile, versionsOf } from '../repository-file.ts';
import { readSnapshot, saveSnapshot } from '../snapshot.ts';
import type { TemplateHash } from '../types.ts';
import type { FoundImage } from './find.ts';

/** What the snapshot of the built-in repository is kept under, and its name. */
export const BUILTIN = 'builtin';

/** Versions of a template that are remembered. */
const KEPT = 20;

/** A version that this host has seen. */
export interface SeenImage extends FoundImage {
  /** When it was last found to be the newest: milliseconds since 1970. */
  readonly seenAt: number;
}

/** What this host has seen of the built-in templates, kept like what is seen of other repositories. */
export class Memory {
  readonly #storeDir: string;
  readonly #log: Logger | undefined;
  #file: RepositoryFile = { name: BUILTIN, sources: {}, templates: {} };
  #details = new Map<string, TemplateDetails>();
  #saving: Promise<void> = Promise.resolve();

  private constructor(storeDir: string, log: Logger | undefined) {
    this.#storeDir = storeDir;
    this.#log = log;
  }

  /** Reads what is there. */
  static async load(storeDir: string, log?: Logger): Promise<Memory> {
    const memory = new Memory(storeDir, log);
    await memory.reload();
    return memory;
  }

  /** Versions of a template that were seen, the one that was the newest last first. */
  versions(template: string): readonly string[] {
    return versionsOf(this.#file, template);
  }

  /** A version that was seen. */
  get(template: string, version: string): SeenImage | undefined {
    const entry = Object.hasOwn(this.#file.templates, template)
      ? this.#file.templates[template]?.versions[version]
      : undefined;
    const source = entry && this.#file.sources[entry.source];
    const hash = this.#details.get(`${template}:${version}`)?.hash;
    if (entry === undefined || source?.type !== 'http' || hash === undefined) return undefined;
    return { version, url: `${source.args.baseurl}${entry.handle}`, hash, seenAt: entry.timestamp * 1000 };
  }

  /**
   * Remembers a version, after reading what other processes may have written.
   *
   * @param seenAt when it was found to be the newest; 0 for one that was asked for by its name.
   */
  async remember(
    template: string,
    image: FoundImage,
    seenAt: number,
    metadata: TemplateDetails['metadata'],
  ): Promise<void> {
    this.#saving = this.#saving.then(() => this.#remember(template, image, seenAt, metadata));
    await this.#saving;
  }

  async #remember(
    template: string,
    { version, url, hash }: FoundImage,
    seenAt: number,
    metadata: TemplateDetails['metadata'],
  ) {
    await this.reload();
    const { origin, pathname } = new URL(url);
    const old = this.#file.templates[template]?.versions ?? {};
    const timestamp = Math.max(old[version]?.timestamp ?? 0, Math.floor(seenAt / 1000));
    const versions = { ...old, [version]: { source: origin, handle: pathname, timestamp } };
    this.#file = {
      ...this.#file,
      sources: { ...this.#file.sources, [origin]: { type: 'http', args: { baseurl: origin } } },
      templates: { ...this.#file.templates, [template]: { versions } },
    };
    this.#details.set(`${template}:${version}`, { hash, metadata });
    this.#forget(template);
    await saveSnapshot(this.#storeDir, BUILTIN, { repository: this.#file, details: this.#details }, this.#log);
  }

  /** Lets go of the oldest versions. */
  #forget(template: string): void {
    for (const version of this.versions(template).slice(KEPT)) {
      delete this.#file.templates[template]?.versions[version];
      this.#details.delete(`${template}:${version}`);
    }
  }

  /** Reads what is there now. */
  async reload(): Promise<void> {
    const snapshot = await readSnapshot(this.#storeDir, BUILTIN);
    if (snapshot === undefined || snapshot.repository.name !== BUILTIN) return;
    this.#file = snapshot.repository;
    this.#details = new Map(snapshot.details);
  }
}

/** Whether two images have the same content. */
export function sameContent(one: TemplateHash, other: TemplateHash): boolean {
  return one.algorithm === other.algorithm && one.value === other.value;
}
