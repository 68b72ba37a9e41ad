import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { hasErrorCode, messageOf } from '../host/errors.ts';
import type { SshPhase } from './phase.ts';

/** Opens one stream to the SSH server; must give up when the signal fires. */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

/** How to look for an SSH server. Times are in milliseconds. */
export interface DialOptions {
  readonly open: OpenStream;
  /** Until one attempt to open a stream is given up. */
  readonly openTimeout: number;
  /** Streams being opened at the same time, at most. */
  readonly parallel: number;
  /** Fires when the search is to end; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Called for each attempt that failed, and when one gets as far as a connection. */
  readonly onPhase: (phase: SshPhase, detail: string) => void;
}

/** Time between the starts of two attempts: the most that a guest's readiness goes unnoticed. */
const INTERVAL = 150;
/** The same while a connection waits for its banner: that one is probably good, but may belong to a dead boot. */
const INTERVAL_CONNECTED = 2000;
/** An emulated guest forks its SSH server slowly. */
const BANNER_TIMEOUT = 20_000;
/** More connections that wait for a banner than this would run into OpenSSH's MaxStartups. */
const MAX_CONNECTED = 3;

/**
 * Looks for an SSH server until one sends its banner. Attempts overlap, so that a packet lost while the guest boots
 * costs no time. The stream returned is paused with the banner still unread.
 */
export async function dial(options: DialOptions): Promise<{ readonly stream: Duplex; readonly banner: string }> {
  const found = Promise.withResolvers<{ stream: Duplex; banner: string }>();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const streams = new Set<Duplex>();
  let opening = 0;
  let won = false;

  const attempt = async (): Promise<void> => {
    let phase: SshPhase = 'no-answer';
    let stream: Duplex | undefined;
    opening += 1;
    try {
      const candidate = await within(options.openTimeout, signal, options.open);
      stream = candidate;
      streams.add(candidate);
      phase = 'banner';
      options.onPhase(phase, 'waiting');
      const banner = await within(BANNER_TIMEOUT, signal, (limit) => firstBytes(candidate, limit));
      signal.throwIfAborted();
      if (won) throw new Error('another connection was quicker');
      won = true;
      streams.delete(candidate);
      found.resolve({ stream: candidate, banner });
    } catch (error) {
      if (stream) streams.delete(stream);
      stream?.destroy();
      if (!signal.aborted) options.onPhase(phase === 'banner' ? phase : phaseOf(error), messageOf(error));
    } finally {
      opening -= 1;
    }
  };

  const tick = (): void => {
    if (opening - streams.size < options.parallel && streams.size < MAX_CONNECTED) void attempt();
    timer = setTimeout(tick, streams.size > 0 ? INTERVAL_CONNECTED : INTERVAL);
  };
  let timer: NodeJS.Timeout | undefined;
  const aborted = () => found.reject(options.signal.reason);
  options.signal.addEventListener('abort', aborted, { once: true });
  try {
    options.signal.throwIfAborted();
    tick();
    return await found.promise;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', aborted);
    stop.abort();
  }
}

/** Opens TCP connections to an address; small packets are sent at once (a log-in takes 40 ms longer for each held one). */
export function tcpStream(host: string, port: number): OpenStream {
  return (signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true });
      const abandon = () => socket.destroy(new Error('no answer'));
      signal.addEventListener('abort', abandon, { once: true });
      // Stays for good: an error that comes when nobody listens would end the process.
      socket.on('error', reject);
      socket.once('connect', () => resolve(socket));
      socket.once('close', () => signal.removeEventListener('abort', abandon));
      socket.once('connect', () => signal.removeEventListener('abort', abandon));
      if (signal.aborted) abandon();
    });
}

/** Wraps a caller's way of opening streams; one that arrives too late is closed. */
export function foreignStream(open: () => Promise<Duplex>): OpenStream {
  return async (signal) => {
    const opened = open();
    const gone = Promise.withResolvers<never>();
    const abandon = () => gone.reject(new Error('no stream in time'));
    signal.addEventListener('abort', abandon, { once: true });
    if (signal.aborted) abandon();
    try {
      const stream = await Promise.race([opened, gone.promise]);
      stream.on('error', () => undefined);
      return stream;
    } catch (error) {
      opened.then(
        (late) => late.destroy(),
        () => undefined,
      );
      throw error;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  };
}

async function within<T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), milliseconds);
  try {
    return await work(AbortSignal.any([signal, limit.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** The first piece that the server sends, put back for whoever reads the stream next. */
function firstBytes(stream: Duplex, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (outcome: () => void) => {
      stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onEnd);
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    const onData = (chunk: Buffer) => {
      stream.pause();
      done(() => {
        stream.unshift(chunk);
        resolve(chunk.subarray(0, 255).toString('latin1'));
      });
    };
    const onEnd = () => done(() => reject(new Error('the connection was closed')));
    const onError = (error: Error) => done(() => reject(error));
    const onAbort = () => done(() => reject(new Error('nothing was sent')));
    stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    // It may be over already, and says so only once.
    else if (stream.errored) onError(stream.errored);
    else if (stream.destroyed || stream.readableEnded) onEnd();
  });
}

function phaseOf(error: unknown): SshPhase {
  if (hasErrorCode(error, 'ECONNREFUSED', 'ECONNRESET')) return 'refused';
  if (hasErrorCode(error, 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN')) return 'no-route';
  return 'no-answer';
}
