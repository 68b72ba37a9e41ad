import { messageOf, ToolError } from '../../host/errors.ts';
import { fetchBytes } from '../../host/fetch-text.ts';
import type { Logger } from '../../host/log.ts';
import type { RetryOptions } from '../../host/retry.ts';
import { isOutage, unknownTemplate, unknownVersion } from '../errors.ts';
import type { ListedTemplate, TemplateArchitecture, TemplateQuery, TemplateRepository } from '../repository-types.ts';
import type { TemplateStore } from '../store.ts';
import type { TemplateVersion } from '../types.ts';
import { type Distributor, type FoundImage, findNewest, findVersion } from './find.ts';
import { BUILTIN, Memory, sameContent } from './memory.ts';
import { throughMirror } from './mirror.ts';
import { canonicalName, findSystem, NAMES, type Target } from './names.ts';
import { type SignatureMode, signedText } from './signature.ts';
import { templatesIn } from './stored.ts';
import { SYSTEMS } from './systems.ts';

/** How the built-in repository is used. */
export interface BuiltinOptions {
  readonly store: TemplateStore;
  /** Architecture of machines that say none; asked only when it matters. */
  readonly hostArch: () => Promise<TemplateArchitecture>;
  /** Address of a mirror of all distributors, see {@link throughMirror}. */
  readonly mirror?: string | undefined;
  /** Whether signatures are checked; `auto` by default. */
  readonly signatures?: SignatureMode;
  /** Asks nobody: what is not known is made up. False by default. */
  readonly offline?: boolean;
  /** Asks for the newest version although it was asked for not long ago. False by default. */
  readonly refresh?: boolean;
  /** Whether to keep what was seen in the store; true by default. */
  readonly keepSnapshot?: boolean;
  /** Brings back what another machine saw, while distributors are away. @returns whether there was anything. */
  readonly restore?: () => Promise<boolean>;
  readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
  /** Milliseconds since 1970; the clock by default. */
  readonly now?: () => number;
}

const RETRY = { retries: 2, timeoutMs: 60_000, stallTimeoutMs: 20_000 };
/** For so long, in milliseconds, the newest version that was found, and is in the store, is taken for the newest. */
const FRESH = 24 * 3600 * 1000;
/** Version of a template that nobody was asked for. */
const MADE_UP = 'newest';

/** Opens the repository of cloud images that we know ourselves. Asks nobody yet. */
export async function openBuiltin(options: BuiltinOptions): Promise<TemplateRepository> {
  return new BuiltinRepository(options, await Memory.load(options.store.directory, options.log));
}

class BuiltinRepository implements TemplateRepository {
  readonly name = BUILTIN;
  readonly location = BUILTIN;
  readonly templates: readonly string[] = [...NAMES].sort();
  readonly #options: BuiltinOptions;
  readonly #memory: Memory;
  readonly #pending = new Map<string, Promise<TemplateVersion>>();

  constructor(options: BuiltinOptions, memory: Memory) {
    this.#options = options;
    this.#memory = memory;
  }

  offers(template: string): boolean {
    return findSystem(template) !== undefined;
  }

  list(): readonly ListedTemplate[] {
    return SYSTEMS.flatMap((system) =>
      (['x86_64', 'aarch64'] as const).map((arch) => {
        const template = canonicalName({ system, arch });
        const aliases = arch === 'x86_64' ? system.aliases : system.aliases.map((alias) => `${alias}-${arch}`);
        return { template, aliases, arch, versions: this.#memory.versions(template) };
      }),
    );
  }

  async versions(template: string, arch?: TemplateArchitecture): Promise<readonly string[]> {
    const target = await this.#target({ template, arch });
    if (target === undefined) return [];
    const name = canonicalName(target);
    return [...new Set([...this.#memory.versions(name), ...(await this.#stored(name)).map(({ version }) => version)])];
  }

  async resolve(query: TemplateQuery): Promise<TemplateVersion> {
    const target = await this.#target(query);
    if (target === undefined) throw unknownTemplate(query.template, this.templates, [BUILTIN]);
    const key = JSON.stringify([canonicalName(target), query.version ?? null]);
    const pending = this.#pending.get(key) ?? this.#resolve(target, query.version);
    this.#pending.set(key, pending);
    return pending;
  }

  async renew(version: TemplateVersion): Promise<TemplateVersion | undefined> {
    // A canonical name without an architecture is one for x86_64.
    const target = await this.#target({ template: version.template, arch: 'x86_64' });
    if (target === undefined || version.hash === undefined) return undefined;
    const found = await findVersion(target.system.layout(target.arch), version.version, this.#distributor());
    if (found === undefined || sameContent(found.hash, version.hash)) return undefined;
    await this.#remember(target, found, 0);
    return this.#describe(target, found);
  }

  async #target({ template, arch }: TemplateQuery): Promise<Target | undefined> {
    const found = findSystem(template);
    return found && { system: found.system, arch: found.arch ?? arch ?? (await this.#options.hostArch()) };
  }

  async #resolve(target: Target, version: string | undefined): Promise<TemplateVersion> {
    const name = canonicalName(target);
    const known = version === undefined ? undefined : await this.#known(name, version);
    if (known !== undefined) return this.#describe(target, known);
    if (this.#options.offline === true) return this.#offline(target, version);
    return this.#describe(
      target,
      await (version === undefined ? this.#newest(target) : this.#version(target, version)),
    );
  }

  async #newest(target: Target): Promise<FoundImage> {
    const name = canonicalName(target);
    const { now = Date.now, log, refresh = false } = this.#options;
    const last = this.#last(name);
    if (last !== undefined && !refresh && Math.abs(now() - last.seenAt) < FRESH) {
      if (await this.#options.store.has({ repository: BUILTIN, template: name, version: last.version })) return last;
    }
    try {
      const found = await findNewest(target.system.layout(target.arch), this.#distributor());
      await this.#remember(target, found, now());
      return found;
    } catch (error) {
      const isGone = error instanceof ToolError && error.code === 'TEMPLATE_MISSING';
      if (!isOutage(error) && !isGone) throw error;
      const old = last ?? (await this.#stored(name))[0] ?? (await this.#restored(name));
      if (old === undefined) throw isGone ? moved(target, error) : away(target, error);
      log?.warning(
        `${target.system.distributor} cannot be asked for the newest ${name} (${messageOf(error)}); using ${old.version}, which was seen last`,
      );
      return old;
    }
  }

  async #version(target: Target, version: string): Promise<FoundImage> {
    try {
      const found = await findVersion(target.system.layout(target.arch), version, this.#distributor());
      if (found === undefined) throw await this.#unknownVersion(target, version);
      await this.#remember(target, found, 0);
      return found;
    } catch (error) {
      throw isOutage(error) ? away(target, error) : error;
    }
  }

  async #unknownVersion(target: Target, version: string): Promise<Error> {
    const name = canonicalName(target);
    const known = await this.versions(name);
    return unknownVersion(name, version, known, `${target.system.distributor} keeps old images for some time only.`);
  }

  /** The version as far as it is known here; nobody will fetch it. */
  async #offline(target: Target, version: string | undefined): Promise<TemplateVersion> {
    const name = canonicalName(target);
    const known = version === undefined ? (this.#last(name) ?? (await this.#stored(name))[0]) : undefined;
    if (known !== undefined) return this.#describe(target, known);
    const { hash: _, ...rest } = this.#describe(target, {
      version: version ?? MADE_UP,
      url: 'https://localhost/',
      hash: NO_HASH,
    });
    return rest;
  }

  #last(name: string) {
    const version = this.#memory.versions(name)[0];
    return version === undefined ? undefined : this.#memory.get(name, version);
  }

  /** A version that needs no question: it was seen, or it is in the store. */
  async #known(name: string, version: string): Promise<FoundImage | undefined> {
    return this.#memory.get(name, version) ?? (await this.#stored(name)).find((stored) => stored.version === version);
  }

  async #stored(name: string): Promise<readonly FoundImage[]> {
    return templatesIn(this.#options.store, BUILTIN, name);
  }

  async #restored(name: string): Promise<FoundImage | undefined> {
    if (this.#options.restore === undefined || !(await this.#options.restore())) return undefined;
    await this.#memory.reload();
    return this.#last(name);
  }

  async #remember(target: Target, found: FoundImage, seenAt: number): Promise<void> {
    if (this.#options.keepSnapshot === false) return;
    await this.#memory.remember(canonicalName(target), found, seenAt, metadataOf(target));
  }

  #describe(target: Target, { version, url, hash }: FoundImage): TemplateVersion {
    const origin = { kind: 'http', url: throughMirror(url, this.#options.mirror), isExact: true } as const;
    return {
      repository: BUILTIN,
      template: canonicalName(target),
      version,
      origin,
      hash,
      metadata: metadataOf(target),
    };
  }

  #distributor(): Distributor {
    const { mirror, retry, signal, log, signatures: mode = 'auto' } = this.#options;
    return {
      fetchBytes: (url) => fetchBytes(throughMirror(url, mirror), { ...RETRY, ...retry, signal, log }),
      verify: (signed, layout) => signedText(signed, layout, { mode, signal, log }),
    };
  }
}

const NO_HASH = { algorithm: 'sha256', value: '' } as const;

function metadataOf({ system, arch }: Target): TemplateVersion['metadata'] {
  return { name: system.title, distro: system.name, arch, provision: 'cloud-init' };
}

function away({ system }: Target, cause: unknown): ToolError {
  const hint =
    'The built-in templates come from their distributors: check the network, or name a mirror in LAGO_TEMPLATE_MIRROR. Without a network, `lago templates add NAME IMAGE` makes an image that you have a template.';
  const message = `${system.distributor} cannot be asked for the built-in template ${system.name}: ${messageOf(cause)}`;
  return new ToolError('REPOSITORY_UNREACHABLE', message, { hint, cause });
}

function moved({ system }: Target, cause: unknown): ToolError {
  const message = `the built-in template ${system.name} is not where ${system.distributor} had it: ${messageOf(cause)}`;
  return new ToolError('TEMPLATE_MISSING', message, {
    hint: 'The release may have been moved or withdrawn: look for a newer lago-action, take a newer release, or name a repository that has it.',
    cause,
  });
}
