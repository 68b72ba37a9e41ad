import type { Duplex } from 'node:stream';
import type { Client, ClientChannel, PseudoTtyOptions } from 'ssh2';
import { GuestError, messageOf } from '../host/errors.ts';
import { oneLine } from './one-line.ts';
import { type Carrier, RemoteProcess } from './remote-process.ts';

/** What to run on a channel: a command, or the user's login shell when `command` is undefined. */
export interface ChannelRequest {
  readonly command?: string | undefined;
  /** Terminal to run it on; none by default. */
  readonly pty?: PseudoTtyOptions | undefined;
}

/** Until the guest has opened a channel. Emulated guests fork slowly. */
const OPEN_TIMEOUT = 30_000;
/** Time between two signs of life asked from a guest in which something runs, at most. */
const PING_INTERVAL = 5000;
/** ssh2 does not hold a server to the window it was given: more unread bytes than this end the connection. */
const MAX_UNREAD = 16 * 1024 * 1024;
/** Bytes to the guest that may lie in memory; a server may give any window and then not read. */
const MAX_UNSENT = 64 * 1024 * 1024;
const PAUSE_SENDING = 4 * 1024 * 1024;

/** One connection that is logged in. It watches that the guest stays alive and within bounds while something runs. */
export class Link implements Carrier {
  readonly #name: string;
  readonly #client: Client;
  readonly #stream: Duplex;
  readonly #aliveTimeout: number;
  readonly #processes = new Set<RemoteProcess>();
  #lost: string | undefined;
  #pings: NodeJS.Timeout | undefined;
  #watching = false;
  #lastUse = performance.now();

  constructor(name: string, client: Client, stream: Duplex, aliveTimeout: number) {
    this.#name = name;
    this.#client = client;
    this.#stream = stream;
    this.#aliveTimeout = aliveTimeout;
    client.on('error', (error) => this.#lose(error.message));
    client.on('close', () => {
      this.#lose('the connection was closed');
      for (const process of this.#processes) process.lose(this.lostError(''));
    });
    stream.on('data', () => this.#keepBounds());
    this.#hold(false);
  }

  /** Whether commands can be sent. A guest that vanished without a word is found out by {@link ping} only. */
  get usable(): boolean {
    return this.#lost === undefined && !this.#stream.destroyed && this.#stream.writable;
  }

  /** Milliseconds since something last ran. */
  get idle(): number {
    return this.#processes.size > 0 ? 0 : performance.now() - this.#lastUse;
  }

  /** Whether writers should pause until {@link onDrain}. */
  get congested(): boolean {
    return this.usable && this.#stream.writableLength > PAUSE_SENDING;
  }

  /** Calls back once, when what was written has been sent. */
  onDrain(listener: () => void): void {
    this.#stream.once('drain', listener);
  }

  /**
   * Starts a command or a shell.
   *
   * @throws {GuestError} `SSH_REFUSED` when the guest opens no further session; `SSH_LOST` when the connection breaks or no channel is opened within 30 s.
   */
  async open(request: ChannelRequest): Promise<RemoteProcess> {
    this.#hold(true);
    const opened = Promise.withResolvers<RemoteProcess>();
    const timer = setTimeout(() => {
      this.#lose(`no channel was opened within ${OPEN_TIMEOUT / 1000} s`);
      this.#stream.destroy();
      opened.reject(new Error('no channel was opened'));
    }, OPEN_TIMEOUT);
    try {
      // At once, not a tick later: the exit status may be in the same packet.
      this.#request(request, (error, channel) => {
        if (error) opened.reject(error);
        else opened.resolve(this.#begin(channel));
      });
      return await opened.promise;
    } catch (error) {
      if (this.#processes.size === 0) this.#hold(false);
      const why = oneLine(messageOf(error), 300);
      if (!this.usable) throw this.lostError(why);
      throw new GuestError('SSH_REFUSED', `VM ${this.#name} opens no SSH session: ${why}`, {
        hint: 'Its sshd may allow few sessions per connection (`MaxSessions`).',
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks for a sign of life. False when none came in time; the connection is closed then. */
  async ping(milliseconds: number): Promise<boolean> {
    if (!this.usable) return false;
    const answer = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => answer.resolve(false), milliseconds);
    try {
      // Any request with a reply will do: this one takes back a forwarding that was never asked for.
      this.#client.unforwardIn('127.0.0.1', 1, () => answer.resolve(this.usable));
      const alive = await answer.promise;
      if (!alive) {
        this.#lose(`no sign of life for ${milliseconds / 1000} s`);
        this.#stream.destroy();
      }
      return alive;
    } catch (error) {
      this.#lose(messageOf(error));
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connection; whatever runs on it ends with `SSH_LOST`. */
  end(): void {
    this.#lose('the connection was closed by us');
    try {
      this.#client.end();
    } catch {
      // Nothing left to say goodbye to.
    }
    this.#hold(false);
    // A server that does not answer must not keep the socket.
    setTimeout(() => this.#stream.destroy(), 500).unref();
  }

  #begin(channel: ClientChannel): RemoteProcess {
    const process = new RemoteProcess(channel, this);
    const forget = () => this.#forget(process);
    this.#processes.add(process);
    process.exited.then(forget, forget);
    return process;
  }

  #request(request: ChannelRequest, done: (error: Error | undefined, channel: ClientChannel) => void): void {
    const { command, pty } = request;
    if (command === undefined) this.#client.shell(pty ?? false, done);
    else this.#client.exec(command, pty === undefined ? {} : { pty }, done);
  }

  #forget(process: RemoteProcess): void {
    this.#processes.delete(process);
    this.#lastUse = performance.now();
    if (this.#processes.size === 0) this.#hold(false);
  }

  /** The process stays alive, and the guest is watched, only while something runs. */
  #hold(active: boolean): void {
    setReferenced(this.#stream, active);
    if (!active) {
      clearInterval(this.#pings);
      this.#pings = undefined;
    } else {
      this.#pings ??= setInterval(() => this.#watch(), Math.min(PING_INTERVAL, this.#aliveTimeout)).unref();
    }
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    void this.ping(this.#aliveTimeout).finally(() => {
      this.#watching = false;
    });
  }

  #keepBounds(): void {
    const tooMuch = [...this.#processes].some(({ unread }) => unread > MAX_UNREAD);
    if (!tooMuch && this.#stream.writableLength <= MAX_UNSENT) return;
    this.#lose(tooMuch ? 'the guest sent more than it was allowed to' : 'the guest asks without reading the answers');
    this.#stream.destroy();
  }

  #lose(why: string): void {
    this.#lost ??= oneLine(why, 300);
  }

  /** The error for something that the end of this connection took with it. */
  lostError(otherwise: string): GuestError {
    return new GuestError('SSH_LOST', `VM ${this.#name}: the SSH connection was lost: ${this.#lost ?? otherwise}`);
  }
}

function setReferenced(stream: Duplex, active: boolean): void {
  const change = Reflect.get(stream, active ? 'ref' : 'unref');
  if (typeof change === 'function') change.call(stream);
}
