import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../../host/errors.ts';
import { readThroughFifo } from './fifo.ts';
import { Guestfish, type GuestfishOptions } from './guestfish.ts';
import { type LayoutOptions, mountAll } from './layout.ts';

/** What is at a path in a guest, links followed. */
export type OfflineEntry =
  | { readonly kind: 'directory'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Bytes. */
      readonly size: number;
      /** Permission bits. */
      readonly mode: number;
      readonly mtime: Date;
    }
  | { readonly kind: 'special' };

/** How the files of a guest are read without it. */
export interface OfflineOptions extends GuestfishOptions, Pick<LayoutOptions, 'rootPartition'> {
  /** Existing directory for what is needed meanwhile; on the file system of nobody in particular. */
  readonly scratch: string;
}

const TYPE_BITS = 0o170_000;
const DIRECTORY = 0o040_000;
const FILE = 0o100_000;

/** The files of a guest, read from its disks by one appliance of libguestfs. */
export class OfflineFiles implements AsyncDisposable {
  readonly #guestfish: Guestfish;
  readonly #options: OfflineOptions;
  readonly #directory: string;
  #pipes = 0;

  private constructor(guestfish: Guestfish, options: OfflineOptions, directory: string) {
    this.#guestfish = guestfish;
    this.#options = options;
    this.#directory = directory;
  }

  /**
   * Starts the appliance and mounts what the guest has.
   *
   * @throws {ToolError} `GUESTFS_FAILED`, `GUESTFS_NO_ROOT`; {@link HostError} `TOOL_MISSING`; {@link CancelledError}
   */
  static async open(options: OfflineOptions): Promise<OfflineFiles> {
    const directory = await mkdtemp(join(options.scratch, 'offline-'));
    try {
      // The overlays over the disks go there too, so that nothing is left elsewhere should we be killed.
      const env = { ...options.env, LIBGUESTFS_TMPDIR: directory };
      const files = new OfflineFiles(await Guestfish.launch({ ...options, env }), options, directory);
      try {
        await mountAll(files.#guestfish, options);
        return files;
      } catch (error) {
        await files.#guestfish[Symbol.asyncDispose]();
        throw error;
      }
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** What is at an absolute path; undefined when nothing is. */
  async look(path: string): Promise<OfflineEntry | undefined> {
    const [real] = (await this.#guestfish.command('realpath', path)).lines;
    if (real === undefined) return undefined;
    const { lines } = await this.#guestfish.command('statns', real);
    const field = (name: string) => Number(lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2));
    const mode = field('st_mode');
    const type = mode & TYPE_BITS;
    if (type === DIRECTORY) return { kind: 'directory', path: real };
    if (type !== FILE) return { kind: 'special' };
    const mtime = new Date(field('st_mtime_sec') * 1000);
    return { kind: 'file', path: real, size: field('st_size'), mode: mode & 0o7777, mtime };
  }

  /** All that is in a directory, as a tar archive whose names begin with `./`. @throws {ToolError} `GUESTFS_FAILED` */
  archive(directory: string): AsyncIterable<Buffer> {
    return this.#read('tar-out', directory);
  }

  /** Content of a file. @throws {ToolError} `GUESTFS_FAILED` */
  content(file: string): AsyncIterable<Buffer> {
    return this.#read('download', file);
  }

  /** Ends the appliance. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#guestfish[Symbol.asyncDispose]();
    await rm(this.#directory, { recursive: true, force: true });
  }

  #read(command: 'tar-out' | 'download', path: string): AsyncIterable<Buffer> {
    const { vm, log, signal } = this.#options;
    this.#pipes += 1;
    const write = async (pipe: string) => {
      const { complaint } = await this.#guestfish.command(command, path, pipe);
      if (complaint !== '') throw new ToolError('GUESTFS_FAILED', `VM ${vm}: ${path} could not be read: ${complaint}`);
    };
    return readThroughFifo(join(this.#directory, `pipe-${this.#pipes}`), write, { log, signal });
  }
}
