import { type ConnectOptions } from './connect.ts';
import type { ChannelRequest, Link } from './link.ts';
import type { RemoteProcess } from './remote-process.ts';
import type { ConnectionOptions, SshTarget } from './target.ts';
/** The connection to one guest: made when needed, used by many channels, made anew when it broke, closed when idle. */
export declare class GuestConnection implements AsyncDisposable {
    #private;
    readonly target: SshTarget;
    readonly options: ConnectionOptions;
    constructor(target: SshTarget, options: ConnectionOptions);
    /** Name of the VM. */
    get name(): string;
    /**
     * Starts a command or a shell, connecting if need be. At most 10 run at once; the next one waits for its turn.
     *
     * @throws {GuestError} `SSH_UNREACHABLE`, `SSH_PROTOCOL`, `SSH_AUTH_REFUSED`, `HOST_KEY_CHANGED`, `SSH_REFUSED` or `SSH_LOST`
     * @throws {StateError} `SSH_KEY_MISSING`, `SSH_KEY_BROKEN`
     * @throws {CancelledError} when `signal` fires; later as well: the process is aborted then
     */
    open(request: ChannelRequest, signal?: AbortSignal): Promise<RemoteProcess>;
    /** Whether there is a connection that answers within so many milliseconds; none is made. */
    alive(milliseconds?: number): Promise<boolean>;
    /**
     * Makes one attempt to connect and log in, and keeps the connection in place of an earlier one; not of one that another
     * caller has made meanwhile, on which something may run.
     *
     * @throws as {@link open}
     */
    connect(options?: ConnectOptions): Promise<Link>;
    /** Closes the connection; what runs on it ends with `SSH_LOST`. A later command connects anew. */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
