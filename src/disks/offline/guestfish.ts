import { randomBytes } from 'node:crypto';
import { Dialogue } from '../../host/dialogue.ts';
import { ToolError } from '../../host/errors.ts';
import type { Logger } from '../../host/log.ts';
import type { DiskPlan } from '../../providers/plan.ts';
import { guestfsHint } from '../provision/guestfs-hint.ts';

/** A disk to look into. */
export type OfflineDisk = Pick<DiskPlan, 'path' | 'format'>;

/** What `guestfish` is started with. */
export interface GuestfishOptions {
  /** Name of the machine, for messages. */
  readonly vm: string;
  readonly disks: readonly OfflineDisk[];
  /** Variables for libguestfs. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** Answer to a command. */
export interface Answer {
  readonly lines: readonly string[];
  /** What libguestfs complained of; empty when it did not. */
  readonly complaint: string;
}

/**
 * One appliance of libguestfs with disks that are only read, driven through `guestfish`. It ends with its input: should
 * we be killed, it ends too.
 */
export class Guestfish implements AsyncDisposable {
  readonly #dialogue: Dialogue;
  readonly #options: GuestfishOptions;

  private constructor(options: GuestfishOptions) {
    const drives = options.disks.flatMap(({ path, format }) => [`--format=${format}`, '--add', path]);
    this.#options = options;
    this.#dialogue = new Dialogue('guestfish', ['--ro', ...drives], options);
  }

  /**
   * Starts the appliance, which takes 2 s with KVM and 20 s without.
   *
   * @throws {ToolError} `GUESTFS_FAILED`; {@link HostError} `TOOL_MISSING`; {@link CancelledError}
   */
  static async launch(options: GuestfishOptions): Promise<Guestfish> {
    const guestfish = new Guestfish(options);
    try {
      const { complaint } = await guestfish.command('run');
      const { lines } = await guestfish.command('list-devices');
      if (lines.length === 0) throw guestfish.#failed(complaint);
      return guestfish;
    } catch (error) {
      await guestfish[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Runs one command; the words after its name are quoted. A command that fails gives its complaint.
   *
   * @throws {ToolError} `GUESTFS_FAILED` when guestfish itself has ended; {@link CancelledError}
   */
  async command(name: string, ...words: readonly string[]): Promise<Answer> {
    const mark = randomBytes(12).toString('hex');
    this.#dialogue.takeErrors();
    const line = [`-${name}`, ...words.map(guestfishWord)].join(' ');
    this.#options.log.debug(`guestfish ${this.#options.vm}: ${line}`);
    const lines = await this.#dialogue.ask([line, `echo ${mark}`], mark);
    const complaint = withoutPrefix(this.#dialogue.takeErrors());
    if (lines === undefined) throw this.#failed(complaint);
    if (complaint !== '') this.#options.log.debug(`guestfish ${this.#options.vm}: ${complaint}`);
    return { lines, complaint };
  }

  /** Ends the appliance at once; a command under way fails. */
  kill(): void {
    this.#dialogue.kill();
  }

  /** Ends the appliance. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dialogue[Symbol.asyncDispose]();
  }

  #failed(complaint: string): ToolError {
    const message = `libguestfs could not read the disks of VM ${this.#options.vm}: ${complaint || 'guestfish ended'}`;
    return new ToolError('GUESTFS_FAILED', message, { hint: guestfsHint(complaint) });
  }
}

/** What guestfish takes for what it is: no options, pipes, variables, line ends, commands of the host's shell (`!`). */
export function guestfishWord(word: string): string {
  const bytes = [...Buffer.from(word)];
  const safe = bytes.map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_./:]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `"${safe.join('')}"`;
}

function withoutPrefix(errors: string): string {
  return errors.replace(/^(\*stdin\*:\d+: )?libguestfs: error: /gm, '').trim();
}
