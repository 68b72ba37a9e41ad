import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, GuestError, messageOf } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { exec } from './exec.ts';
import { oneLine } from './one-line.ts';
import { describePhase, isAsFarAs, SshAttemptError, type SshPhase } from './phase.ts';
import { addressOf } from './target.ts';

/** How to wait for a guest. */
export interface WaitOptions {
  /** Milliseconds for all of it. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each attempt that failed: how far it came, and why. */
  readonly onAttempt?: (phase: SshPhase, detail: string) => void;
  /**
   * Asked every 2 s whether waiting still makes sense. False, or a text that says what is wrong (`the domain is shut
   * off`), ends the waiting at once.
   */
  readonly alive?: () => Promise<boolean | string>;
}

/** A guest did not answer by SSH in time: code `SSH_TIMEOUT`. */
export class SshTimeoutError extends GuestError {
  /** How far the last attempt came. */
  readonly phase: SshPhase;

  constructor(name: string, address: string, seconds: number, phase: SshPhase, detail: string) {
    const why = detail === '' ? '' : `; last error: ${detail}`;
    super('SSH_TIMEOUT', `VM ${name}: no SSH at ${address} within ${seconds} s: ${describePhase(phase)}${why}`, {
      hint: "The guest's serial log and screenshot show how far it booted.",
    });
    this.phase = phase;
  }
}

const HANDSHAKE_TIMEOUT = 15_000;
const MAX_HANDSHAKE_TIMEOUT = 120_000;
const ALIVE_INTERVAL = 2000;
const HEARTBEAT = 10_000;
/** An attempt that has been in one phase for so long will probably stay there. */
const STUCK = 3000;
/** An emulated guest that is busy booting starts a shell slowly. */
const COMMAND_TIMEOUT = 30_000;

/**
 * Waits until a command runs in the guest by SSH: many short attempts, one deadline. The connection is kept for the
 * commands that follow. Refused log-ins are retried as well, since the key may not be there yet.
 *
 * @throws {SshTimeoutError} `SSH_TIMEOUT`, with the last phase and error
 * @throws {GuestError} `HOST_KEY_CHANGED`, `GUEST_DOWN` (from `alive`)
 * @throws {StateError} `SSH_KEY_MISSING`, `SSH_KEY_BROKEN`
 * @throws {CancelledError} when the signal fires
 */
export async function waitForSsh(connection: GuestConnection, options: WaitOptions): Promise<void> {
  const { name, target } = connection;
  const { log } = connection.options;
  const progress = new Progress(options.onAttempt);
  const stop = new AbortController();
  const expire = () => {
    const { phase, detail } = progress.last();
    stop.abort(new SshTimeoutError(name, addressOf(target), options.timeout / 1000, phase, detail));
  };
  const cancel = () =>
    stop.abort(new CancelledError(`waiting for SSH of VM ${name}`, { cause: options.signal?.reason }));
  const timer = setTimeout(expire, options.timeout);
  const heartbeat = setInterval(() => log.info(`waiting for SSH of ${name} for ${progress.describe()}`), HEARTBEAT);
  const watch = watchAlive(connection, options.alive, stop);
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted) cancel();
  try {
    await attempts(connection, stop.signal, progress.note);
    log.debug(`SSH of ${name} answers after ${(progress.elapsed / 1000).toFixed(2)} s`);
  } catch (error) {
    // What fires `stop` explains better than what it interrupted.
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(timer);
    clearInterval(heartbeat);
    clearInterval(watch);
    options.signal?.removeEventListener('abort', cancel);
  }
}

/** How far attempts came. */
class Progress {
  readonly #started = performance.now();
  readonly #onAttempt: WaitOptions['onAttempt'];
  #failed: { readonly phase: SshPhase; readonly detail: string } | undefined;
  #current: { readonly phase: SshPhase; readonly since: number } = { phase: 'no-answer', since: this.#started };

  constructor(onAttempt: WaitOptions['onAttempt']) {
    this.#onAttempt = onAttempt;
  }

  /** Milliseconds since the start. */
  get elapsed(): number {
    return performance.now() - this.#started;
  }

  /** Notes that an attempt entered a phase (`waiting`), or failed in it. */
  readonly note: Note = (phase, detail) => {
    if (detail === 'waiting') {
      this.#current = { phase, since: performance.now() };
      return;
    }
    this.#failed = { phase, detail: oneLine(detail, 300) };
    this.#current = { phase: 'no-route', since: Number.POSITIVE_INFINITY };
    this.#onAttempt?.(phase, this.#failed.detail);
  };

  /** What stands in the way: the failure of the last attempt, or the present one when it is further or stuck. */
  last(): { readonly phase: SshPhase; readonly detail: string } {
    const { phase, since } = this.#current;
    const isStuck = performance.now() - since > STUCK;
    if (this.#failed && !isStuck && !isAsFarAs(phase, this.#failed.phase)) return this.#failed;
    return this.#failed?.phase === phase ? this.#failed : { phase, detail: '' };
  }

  describe(): string {
    const { phase, detail } = this.last();
    return `${Math.round(this.elapsed / 1000)} s: ${describePhase(phase)}${detail === '' ? '' : ` (${detail})`}`;
  }
}

type Note = (phase: SshPhase, detail: string) => void;

async function attempts(connection: GuestConnection, signal: AbortSignal, note: Note): Promise<void> {
  if ((await connection.alive()) && (await runs(connection, signal, note))) return;
  let refusals = 0;
  let timeouts = 0;
  let banner = '';
  for (;;) {
    signal.throwIfAborted();
    let begun = performance.now();
    try {
      await connection.connect({
        connectTimeout: Number.POSITIVE_INFINITY,
        // A boot that was cut short leaves connections without an end: short at first, longer if that was not it.
        handshakeTimeout: Math.min(HANDSHAKE_TIMEOUT * 2 ** timeouts, MAX_HANDSHAKE_TIMEOUT),
        signal,
        onPhase: note,
        onBanner: (line) => {
          banner = line;
          // Only what costs the guest counts, not how long nobody was there.
          begun = performance.now();
        },
      });
      if (await runs(connection, signal, note)) return;
    } catch (error) {
      if (!(error instanceof SshAttemptError)) throw error;
      const detail = messageOf(error.cause ?? error);
      note(error.phase, detail);
      if (error.phase === 'authentication') refusals += 1;
      if (/timed out/i.test(detail)) timeouts += 1;
    }
    await sleep(pauseAfter(refusals, banner, performance.now() - begun), undefined, { signal });
  }
}

/** Whether a command runs: some guests let users log in before they let them do anything. */
async function runs(connection: GuestConnection, signal: AbortSignal, note: Note): Promise<boolean> {
  note('command', 'waiting');
  try {
    const status = await exec(connection, 'true', { check: false, timeout: COMMAND_TIMEOUT, signal });
    if (status.code === 0) return true;
    note('command', `exit code ${status.code}: ${status.err}`);
  } catch (error) {
    if (!(error instanceof GuestError) || error.code === 'HOST_KEY_CHANGED') throw error;
    note('command', error.message);
  }
  return false;
}

/** A refused log-in costs an emulated guest seconds of its boot: it gets longer to itself than the attempt took. */
const REST = 1.5;
const MAX_REST = 10_000;

/**
 * Milliseconds until the next attempt, after so many refused log-ins at a server with this banner, the last of which took
 * `took` milliseconds. OpenSSH 9.8 and later shut out an address for 15 s and more once the penalties for refused
 * log-ins, 5 s each, add up to 15 s (`PerSourcePenalties`): two quick attempts, then one every 5 s.
 */
export function pauseAfter(refusals: number, banner: string, took = 0): number {
  const [, major = 0, minor = 0] = (/OpenSSH_(\d+)\.(\d+)/.exec(banner) ?? []).map(Number);
  const penalises = major > 9 || (major === 9 && minor >= 8);
  const rest = refusals > 0 ? Math.min(took * REST, MAX_REST) : 0;
  return Math.max(penalises && refusals > 2 ? 5200 : 150, rest);
}

function watchAlive(
  connection: GuestConnection,
  alive: WaitOptions['alive'],
  stop: AbortController,
): NodeJS.Timeout | undefined {
  if (!alive) return undefined;
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await alive();
      if (answer === true) return;
      const why = answer === false ? 'it is not running' : oneLine(answer, 300);
      stop.abort(new GuestError('GUEST_DOWN', `VM ${connection.name} went down before SSH answered: ${why}`));
    } catch (error) {
      connection.options.log.debug(`cannot tell whether VM ${connection.name} is alive: ${messageOf(error)}`);
    } finally {
      asking = false;
    }
  };
  return setInterval(() => void ask(), ALIVE_INTERVAL);
}
