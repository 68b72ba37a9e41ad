import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, GuestError, throwIfCancelled } from '../host/errors.ts';
import { type ConnectOptions, connectOnce } from './connect.ts';
import { type HostKeyStore, memoryHostKeyStore } from './host-key.ts';
import type { ChannelRequest, Link } from './link.ts';
import { SshAttemptError } from './phase.ts';
import type { RemoteProcess } from './remote-process.ts';
import { Slots } from './slots.ts';
import type { ConnectionOptions, SshTarget } from './target.ts';

/** What sshd allows by default on one connection (`MaxSessions`). */
const MAX_CHANNELS = 10;
/** A connection unused for longer is asked for a sign of life before it is used again: its guest may have rebooted. */
const STALE_AFTER = 2000;
const STALE_TIMEOUT = 5000;
/** How long a guest may refuse to open a session. */
const REFUSED_TIMEOUT = 10_000;
const REFUSED_PAUSE = 50;
/** Between two attempts to connect, where several are wanted. */
const TRY_PAUSE = 1000;

/** The connection to one guest: made when needed, used by many channels, made anew when it broke, closed when idle. */
export class GuestConnection implements AsyncDisposable {
  readonly target: SshTarget;
  readonly options: ConnectionOptions;
  readonly #hostKeys: HostKeyStore;
  readonly #slots = new Slots(MAX_CHANNELS);
  #link: Link | undefined;
  #connecting: Promise<Link> | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Ends attempts to connect. */
  #closing = new AbortController();

  constructor(target: SshTarget, options: ConnectionOptions) {
    this.target = target;
    this.options = options;
    this.#hostKeys = options.hostKeys ?? memoryHostKeyStore();
  }

  /** Name of the VM. */
  get name(): string {
    return this.target.name;
  }

  /**
   * Starts a command or a shell, connecting if need be. At most 10 run at once; the next one waits for its turn.
   *
   * @throws {GuestError} `SSH_UNREACHABLE`, `SSH_PROTOCOL`, `SSH_AUTH_REFUSED`, `HOST_KEY_CHANGED`, `SSH_REFUSED` or `SSH_LOST`
   * @throws {StateError} `SSH_KEY_MISSING`, `SSH_KEY_BROKEN`
   * @throws {CancelledError} when `signal` fires; later as well: the process is aborted then
   */
  async open(request: ChannelRequest, signal?: AbortSignal): Promise<RemoteProcess> {
    const what = `the command on VM ${this.name}`;
    throwIfCancelled(signal, what);
    await this.#slots.take(signal, what);
    clearTimeout(this.#idle);
    try {
      const process = await this.#start(request, signal);
      const cancel = () => process.abort(new CancelledError(what, { cause: signal?.reason }));
      const release = () => {
        signal?.removeEventListener('abort', cancel);
        this.#release();
      };
      signal?.addEventListener('abort', cancel, { once: true });
      process.exited.then(release, release);
      if (signal?.aborted) cancel();
      return process;
    } catch (error) {
      this.#release();
      throwIfCancelled(signal, what);
      throw error;
    }
  }

  /** Whether there is a connection that answers within so many milliseconds; none is made. */
  async alive(milliseconds = STALE_TIMEOUT): Promise<boolean> {
    return this.#link !== undefined && (await this.#link.ping(milliseconds));
  }

  /**
   * Makes one attempt to connect and log in, and keeps the connection in place of an earlier one; not of one that another
   * caller has made meanwhile, on which something may run.
   *
   * @throws as {@link open}
   */
  async connect(options: ConnectOptions = {}): Promise<Link> {
    const before = this.#link;
    const link = await connectOnce(this.target, this.options, this.#hostKeys, options);
    if (this.#link !== before && this.#link?.usable) {
      link.end();
      return this.#link;
    }
    this.#link?.end();
    this.#link = link;
    this.#idleSoon();
    return link;
  }

  /** Closes the connection; what runs on it ends with `SSH_LOST`. A later command connects anew. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#closing = new AbortController();
    clearTimeout(this.#idle);
    this.#link?.end();
    this.#link = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #ready(signal: AbortSignal | undefined): Promise<Link> {
    const link = this.#link;
    if (link?.usable && (link.idle < STALE_AFTER || (await link.ping(STALE_TIMEOUT)))) return link;
    this.#connecting ??= this.#connectPatiently().finally(() => {
      this.#connecting = undefined;
    });
    return await cancellable(this.#connecting, signal, `connecting to VM ${this.name}`);
  }

  async #connectPatiently(): Promise<Link> {
    const { log, tries = 1 } = this.options;
    const { signal } = this.#closing;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.connect({ signal });
      } catch (error) {
        if (signal.aborted) throw this.#closedBefore(error);
        if (!(error instanceof SshAttemptError) || attempt >= tries) throw error;
        log.debug(`attempt ${attempt} of ${tries} to connect to VM ${this.name} failed: ${error.message}`);
        await sleep(TRY_PAUSE, undefined, { signal }).catch((cause: unknown) => {
          throw this.#closedBefore(cause);
        });
      }
    }
  }

  #closedBefore(cause: unknown): GuestError {
    return new GuestError('SSH_LOST', `VM ${this.name}: the connection was closed before it was made`, { cause });
  }

  /**
   * sshd counts a session until it has cleaned up behind it, which may be after we heard of its end; and it may allow
   * fewer of them than by default. So a refusal is worth another try.
   */
  async #start(request: ChannelRequest, signal: AbortSignal | undefined): Promise<RemoteProcess> {
    const deadline = performance.now() + REFUSED_TIMEOUT;
    for (;;) {
      const link = await this.#ready(signal);
      try {
        return await link.open(request);
      } catch (error) {
        const isRefused = error instanceof GuestError && error.code === 'SSH_REFUSED';
        if (!isRefused || performance.now() > deadline) throw error;
        await sleep(REFUSED_PAUSE, undefined, signal ? { signal } : {});
      }
    }
  }

  #release(): void {
    this.#slots.give();
    if (this.#slots.free === MAX_CHANNELS) this.#idleSoon();
  }

  #idleSoon(): void {
    clearTimeout(this.#idle);
    const close = () => {
      if (this.#slots.free === MAX_CHANNELS) void this.close();
    };
    this.#idle = setTimeout(close, this.options.idleTimeout ?? 30_000).unref();
  }
}

/** Stops waiting for shared work when the signal fires; the work goes on for the others. */
async function cancellable<T>(work: Promise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  if (!signal) return await work;
  const cancelled = Promise.withResolvers<never>();
  const cancel = () => cancelled.reject(new CancelledError(what, { cause: signal.reason }));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    throwIfCancelled(signal, what);
    return await Promise.race([work, cancelled.promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
