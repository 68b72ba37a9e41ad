import { type HostKeyStore } from './host-key.ts';
import { Link } from './link.ts';
import { type SshPhase } from './phase.ts';
import { type ConnectionOptions, type SshTarget } from './target.ts';
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
export declare function connectOnce(target: SshTarget, settings: ConnectionOptions, hostKeys: HostKeyStore, options: ConnectOptions): Promise<Link>;
