import { chmod, link, lstat, mkdir, mkdtemp, open, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Header } from 'tar-stream';
import { fileError } from '../host/files.ts';
import type { Tally } from './copy-options.ts';
import { memberPath, refused } from './member-path.ts';
import { oneLine } from './one-line.ts';
import { linksThatStayInside } from './staged-links.ts';

/** What a tree needs to know of a member; the rest of its header is not looked at. */
export type MemberHeader = Partial<Pick<Header, 'size' | 'mode' | 'mtime'>> & {
  readonly type?: Header['type'] | null;
  /** What a symlink says. */
  readonly linkname?: string | null | undefined;
  /** For a further name of a file: path of that file in a tree like this one; undefined when it did not come. */
  readonly linkedFile?: string | undefined;
};

/**
 * What a guest sends, built in a private directory first. Nothing is ever written through a link: every parent of a
 * member is a directory that this object made, and links are made last. Device nodes, pipes, links that lead outside,
 * set-uid bits and owners are left out.
 */
export class StagedTree {
  /** Path of what was received: a file or a directory. It exists only once a member came. */
  readonly root: string;
  readonly #directory: string;
  readonly #tally: Tally;
  readonly #kinds = new Map<string, 'directory' | 'file' | 'link'>();
  readonly #links = new Map<string, string>();
  readonly #directories = new Map<string, { readonly mode: number; readonly mtime: number }>();

  private constructor(directory: string, tally: Tally) {
    this.#directory = directory;
    this.root = join(directory, 'root');
    this.#tally = tally;
  }

  /** Makes the private directory below `parent`. @throws {HostError} */
  static async create(parent: string, tally: Tally): Promise<StagedTree> {
    try {
      return new StagedTree(await mkdtemp(join(parent, '.lago-')), tally);
    } catch (error) {
      throw fileError(error, 'write to', parent);
    }
  }

  /** What was received; undefined when nothing was. */
  get kind(): 'directory' | 'file' | undefined {
    const kind = this.#kinds.get('');
    return kind === 'link' ? undefined : kind;
  }

  /** Path of a file that came under this name; undefined when none did. @throws {GuestError} `TRANSFER_REFUSED` */
  fileAt(name: string): string | undefined {
    const place = memberPath(name);
    return place.ok && this.#kinds.get(place.parts.join('/')) === 'file' ? this.#pathOf(place.parts) : undefined;
  }

  /**
   * Takes one member; its body must be read before the next one comes.
   *
   * @param name relative to the root; empty for the root itself
   * @throws {GuestError} `TRANSFER_REFUSED`, `TRANSFER_TOO_LARGE`
   * @throws {HostError} when it cannot be written
   */
  async add(name: string, header: MemberHeader, body: AsyncIterable<Buffer>): Promise<void> {
    const size = header.type === 'file' || header.type === 'contiguous-file' ? (header.size ?? 0) : 0;
    this.#tally.addFile(size);
    const place = memberPath(name);
    if (!place.ok) {
      this.#skip(name, place.why);
      return;
    }
    try {
      await this.#place(place.parts, header, body, name);
    } catch (error) {
      throw fileError(error, 'write', this.#pathOf(place.parts));
    }
  }

  /** Makes the links and sets the permissions of directories. The tree is complete then. */
  async finish(): Promise<void> {
    try {
      const inside = linksThatStayInside(this.#kinds, this.#links);
      for (const [key, target] of this.#links) {
        if (inside.has(key)) await symlink(target, join(this.root, key));
        else this.#skip(key, `it is a link that leads out of the copy or nowhere (${oneLine(target, 100)})`);
      }
      for (const [key, { mode, mtime }] of [...this.#directories].reverse()) {
        await chmod(join(this.root, key), mode);
        await utimes(join(this.root, key), mtime, mtime);
      }
    } catch (error) {
      throw fileError(error, 'write', this.root);
    }
  }

  /** Removes the private directory with all that is still in it. */
  async discard(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #place(parts: readonly string[], header: MemberHeader, body: AsyncIterable<Buffer>, name: string) {
    const key = parts.join('/');
    switch (header.type) {
      case 'directory':
        await this.#ensureDirectory(parts, true);
        this.#directories.set(key, { mode: ((header.mode ?? 0o755) & 0o777) | 0o700, mtime: secondsOf(header.mtime) });
        break;
      case 'file':
      case 'contiguous-file':
        await this.#makeWay(parts);
        await this.#write(key, header, body);
        break;
      case 'symlink':
        await this.#makeWay(parts);
        if (key === '') this.#skip(name, 'it is a link');
        else this.#remember(key, header.linkname ?? '');
        break;
      case 'link':
        await this.#linkTo(parts, header.linkedFile, name);
        break;
      default:
        this.#skip(name, `it is a ${header.type ?? 'member of an unknown kind'}`);
    }
  }

  #remember(key: string, target: string): void {
    this.#kinds.set(key, 'link');
    this.#links.set(key, target);
  }

  /** Parents exist, and nothing that cannot be replaced is in the place itself. */
  async #makeWay(parts: readonly string[]): Promise<void> {
    if (parts.length > 0) await this.#ensureDirectory(parts.slice(0, -1));
    const key = parts.join('/');
    const kind = this.#kinds.get(key);
    if (kind === 'directory') throw refused(`both a directory and something else named ${oneLine(key, 200)}`);
    if (kind === 'file') await rm(this.#pathOf(parts));
    this.#kinds.delete(key);
    this.#links.delete(key);
  }

  async #ensureDirectory(parts: readonly string[], announced = false): Promise<void> {
    for (let depth = 0; depth <= parts.length; depth += 1) {
      const key = parts.slice(0, depth).join('/');
      const kind = this.#kinds.get(key);
      if (kind === 'directory') continue;
      if (kind !== undefined) throw refused(`a file below ${oneLine(key, 200)}, which is a ${kind}`);
      // A directory that has no member of its own counts as well: names alone could fill a disk.
      if (depth < parts.length || !announced) this.#tally.addFile(0);
      await mkdir(join(this.root, key), 0o700);
      this.#kinds.set(key, 'directory');
      this.#directories.set(key, { mode: 0o755, mtime: Date.now() / 1000 });
    }
  }

  async #write(key: string, header: MemberHeader, body: AsyncIterable<Buffer>): Promise<void> {
    // `wx` neither follows a link nor opens what is there.
    const handle = await open(join(this.root, key), 'wx', 0o600);
    try {
      this.#kinds.set(key, 'file');
      for await (const chunk of body) {
        this.#tally.addBytes(chunk.length);
        await handle.writeFile(chunk);
      }
      await handle.chmod(((header.mode ?? 0o644) & 0o777) | 0o400);
      await handle.utimes(secondsOf(header.mtime), secondsOf(header.mtime));
    } finally {
      await handle.close();
    }
  }

  /** A further name of a file that came before. Its bytes count again: whoever reads the copy reads them again. */
  async #linkTo(parts: readonly string[], file: string | undefined, name: string): Promise<void> {
    if (file === undefined) {
      this.#skip(name, 'it is a further name of a file that did not come');
      return;
    }
    // GNU tar says so of a file that it was asked for twice.
    if (file === this.#pathOf(parts)) return;
    await this.#makeWay(parts);
    const { size } = await lstat(file);
    this.#tally.addBytes(size);
    await link(file, this.#pathOf(parts));
    this.#kinds.set(parts.join('/'), 'file');
  }

  #pathOf(parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  #skip(name: string, why: string): void {
    this.#tally.skip(`${oneLine(name, 200)}: ${why}`);
  }
}

function secondsOf(date: Date | undefined): number {
  const seconds = (date?.getTime() ?? Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 0xffff_ffff) : Date.now() / 1000;
}
