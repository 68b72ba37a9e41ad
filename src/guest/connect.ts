import { GuestError, throwIfCancelled } from '../host/errors.ts';
import { type DialOptions, dial, foreignStream, tcpStream } from './dial.ts';
import { HandshakeError, handshake } from './handshake.ts';
import { type HostKeyStore, hostKeyFingerprint } from './host-key.ts';
import { Link } from './link.ts';
import { oneLine } from './one-line.ts';
import { SshAttemptError, type SshPhase } from './phase.ts';
import { addressOf, type ConnectionOptions, readPrivateKey, type SshTarget } from './target.ts';

/** How one attempt to connect is made. */
export interface ConnectOptions {
  /** Milliseconds until the banner must be there, or infinity; that of the connection by default. */
  readonly connectTimeout?: number;
  /** Milliseconds from the banner to being logged in; that of the connection by default. */
  readonly handshakeTimeout?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called when an attempt gets further or fails. */
  readonly onPhase?: (phase: SshPhase, detail: string) => void;
  /** Called with the first line that the server sends. */
  readonly onBanner?: (banner: string) => void;
}

/**
 * Connects and logs in. The host key is pinned in `hostKeys` after the first time that worked.
 *
 * @throws {SshAttemptError} with the phase that was not passed
 * @throws {GuestError} `HOST_KEY_CHANGED`
 * @throws {StateError} `SSH_KEY_MISSING`, `SSH_KEY_BROKEN`
 * @throws {CancelledError} when the signal fires
 */
export async function connectOnce(
  target: SshTarget,
  settings: ConnectionOptions,
  hostKeys: HostKeyStore,
  options: ConnectOptions,
): Promise<Link> {
  const what = `connecting to VM ${target.name}`;
  throwIfCancelled(options.signal, what);
  const privateKey = await readPrivateKey(target);
  const pinned = await hostKeys.load();
  let last: { readonly phase: SshPhase; readonly detail: string } = { phase: 'no-answer', detail: 'no answer' };
  const onPhase = (phase: SshPhase, detail: string) => {
    last = { phase, detail };
    options.onPhase?.(phase, detail);
  };
  const limit = new AbortController();
  const milliseconds = options.connectTimeout ?? settings.connectTimeout ?? 15_000;
  const timer = Number.isFinite(milliseconds) ? setTimeout(() => limit.abort(), milliseconds) : undefined;
  try {
    const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal;
    const { stream, banner } = await dial({ ...wayTo(target, settings), signal, onPhase });
    clearTimeout(timer);
    options.onBanner?.(banner);
    const { client, hostKey } = await handshake({
      stream,
      user: target.user,
      privateKey,
      password: target.password,
      pinned,
      timeout: options.handshakeTimeout ?? settings.handshakeTimeout ?? 60_000,
      signal: options.signal,
      onPhase,
    });
    const link = new Link(target.name, client, stream, settings.aliveTimeout ?? 60_000);
    if (pinned === undefined) await pin(hostKeys, hostKey, link);
    return link;
  } catch (error) {
    throwIfCancelled(options.signal, what);
    if (error instanceof HandshakeError) throw explained(error, target, pinned);
    if (limit.signal.aborted) throw attemptFailed(target, last.phase, last.detail, error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function pin(hostKeys: HostKeyStore, hostKey: string, link: Link): Promise<void> {
  try {
    await hostKeys.save(hostKey);
  } catch (error) {
    link.end();
    throw error;
  }
}

function wayTo(target: SshTarget, settings: ConnectionOptions): Pick<DialOptions, 'open' | 'openTimeout' | 'parallel'> {
  const { openStream } = settings;
  if (openStream) return { open: foreignStream(openStream), openTimeout: 5000, parallel: 1 };
  // A guest that is not up drops packets, and the kernel would only repeat them after a second.
  return { open: tcpStream(target.host, target.port ?? 22), openTimeout: 1000, parallel: 8 };
}

function explained(error: HandshakeError, target: SshTarget, pinned: string | undefined): GuestError {
  if (error.changedHostKey === undefined || pinned === undefined) {
    return attemptFailed(target, error.phase, error.message, error);
  }
  const keys = `got ${hostKeyFingerprint(error.changedHostKey)}, expected ${hostKeyFingerprint(pinned)}`;
  return new GuestError(
    'HOST_KEY_CHANGED',
    `VM ${target.name}: the SSH host key at ${addressOf(target)} is not the one of the first contact: ${keys}`,
    { hint: 'Another machine may answer at this address, or the guest made new host keys after it was first reached.' },
  );
}

function attemptFailed(target: SshTarget, phase: SshPhase, detail: string, cause: unknown): SshAttemptError {
  return new SshAttemptError(target.name, addressOf(target), phase, oneLine(detail, 300), { cause });
}
