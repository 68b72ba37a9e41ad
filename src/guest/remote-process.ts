import { constants } from 'node:os';
import type { ClientChannel } from 'ssh2';

/** How a remote command ended. */
export interface ExitStatus {
  /** Exit code; 128 plus the signal's number when a signal ended it, as shells count. */
  readonly code: number;
  /** For example `SIGKILL`. */
  readonly signal?: string;
}

/** What a process needs to know of the connection that it runs on. */
export interface Carrier {
  /** Whether so much waits to be sent that writers should pause. */
  readonly congested: boolean;
  /** Calls back once when more can be sent. */
  onDrain(listener: () => void): void;
  /** Why a channel closed without an exit status. */
  lostError(otherwise: string): Error;
}

/**
 * A command that has ended may leave a background process that keeps its output open for ever. Silence of this many
 * milliseconds after the exit status ends it for us.
 */
const LINGER = 2000;

/** A channel on which a command or a shell runs in the guest. */
export class RemoteProcess {
  /** Standard input and output; error output is `channel.stderr`. Both outputs must be read to their end. */
  readonly channel: ClientChannel;
  /** How it ended, once all output has been read. Rejects with the reason given to `abort`, or of a lost connection. */
  readonly exited: Promise<ExitStatus>;
  readonly #carrier: Carrier;
  readonly #outcome = Promise.withResolvers<ExitStatus>();
  readonly #sleepers = new Set<() => void>();
  #status: ExitStatus | undefined;
  #linger: NodeJS.Timeout | undefined;
  #cut: Error | undefined;
  #ended = false;

  constructor(channel: ClientChannel, carrier: Carrier) {
    this.channel = channel;
    this.exited = this.#outcome.promise;
    this.exited.catch(() => undefined);
    this.#carrier = carrier;
    // Node destroys a stream whose both sides have ended, and ssh2 takes that for a reason to close the channel. A command may
    // close its output before it ends, and dropbear sends no exit status on a channel that is closed.
    channel.destroy = () => channel;
    const stderrEnded = new Promise((resolve) => channel.stderr.once('end', resolve));
    channel.on('exit', (code: unknown, signal?: unknown) => {
      this.#status ??= exitStatus(code, signal);
      this.#waitForSilence(this.#status);
    });
    channel.on('close', () => {
      void stderrEnded.then(() => this.#end(this.#status ?? carrier.lostError('it ended without an exit status')));
    });
    // What the channel reports of itself is that writing to it came to nothing; its end says more.
    channel.on('error', () => undefined);
    channel.stderr.on('error', () => undefined);
  }

  /** Whether it ended or was aborted. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Why the end of the output may be missing although there is an exit status: the two come in any order, and the connection
   * was lost between them.
   */
  get cut(): Error | undefined {
    return this.#cut;
  }

  /** Bytes of both outputs that came and were not read yet. */
  get unread(): number {
    return this.channel.readableLength + this.channel.stderr.readableLength;
  }

  /**
   * Gives the process up: it gets SIGTERM where that can still be sent, the channel is closed, `exited` rejects with
   * `reason` at once, whatever the server does.
   */
  abort(reason: Error): void {
    if (this.#ended) return;
    this.#end(reason);
    this.#close();
  }

  /** The connection is gone: nothing more will come, not even for those who have not read what did. */
  lose(reason: Error): void {
    if (this.#status === undefined) this.#end(reason);
    // ssh2 notes here whether the guest has said that there is no more.
    else if (Reflect.get(Object(this.channel.incoming), 'state') === 'open') this.#cut = reason;
  }

  /** Readers call this for each piece of output: only silence after the exit status ends a process. */
  touch(): void {
    if (!this.#ended) this.#linger?.refresh();
  }

  /** Writes to standard input at the speed that the guest takes it. False when the process has ended. */
  async write(chunk: Uint8Array): Promise<boolean> {
    if (this.#ended) return false;
    if (!this.channel.write(chunk)) await this.#sleep((wake) => this.channel.once('drain', wake));
    while (!this.#ended && this.#carrier.congested) await this.#sleep((wake) => this.#carrier.onDrain(wake));
    return !this.#ended;
  }

  /** Waits until `register`ed events wake us or the process ends. */
  #sleep(register: (wake: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers.delete(wake);
        resolve();
      };
      this.#sleepers.add(wake);
      register(wake);
    });
  }

  #waitForSilence(status: ExitStatus): void {
    const check = () => {
      if (this.unread > 0) return this.touch();
      this.#end(status);
      this.#close();
    };
    if (!this.#ended) this.#linger ??= setTimeout(check, LINGER);
  }

  #close(): void {
    try {
      this.channel.signal('TERM');
      this.channel.close();
    } catch {
      // The connection is gone, and the process with it.
    }
    this.channel.resume();
    this.channel.stderr.resume();
  }

  #end(outcome: ExitStatus | Error): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#linger);
    if (outcome instanceof Error) this.#outcome.reject(outcome);
    else this.#outcome.resolve(outcome);
    for (const wake of this.#sleepers) wake();
  }
}

function exitStatus(code: unknown, signal: unknown): ExitStatus {
  if (typeof code === 'number') return { code };
  const name = typeof signal === 'string' && /^SIG[A-Z0-9]{1,12}$/.test(signal) ? signal : 'SIGKILL';
  const number = Object.entries(constants.signals).find(([known]) => known === name)?.[1];
  return { code: number === undefined ? 255 : 128 + number, signal: name };
}
