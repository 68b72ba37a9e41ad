import type { Duplex } from 'node:stream';
import type { Client, PseudoTtyOptions } from 'ssh2';
import { GuestError } from '../host/errors.ts';
import { type Carrier, RemoteProcess } from './remote-process.ts';
/** What to run on a channel: a command, or the user's login shell when `command` is undefined. */
export interface ChannelRequest {
    readonly command?: string | undefined;
    /** Terminal to run it on; none by default. */
    readonly pty?: PseudoTtyOptions | undefined;
}
/** One connection that is logged in. It watches that the guest stays alive and within bounds while something runs. */
export declare class Link implements Carrier {
    #private;
    constructor(name: string, client: Client, stream: Duplex, aliveTimeout: number);
    /** Whether commands can be sent. A guest that vanished without a word is found out by {@link ping} only. */
    get usable(): boolean;
    /** Milliseconds since something last ran. */
    get idle(): number;
    /** Whether writers should pause until {@link onDrain}. */
    get congested(): boolean;
    /** Calls back once, when what was written has been sent. */
    onDrain(listener: () => void): void;
    /**
     * Starts a command or a shell.
     *
     * @throws {GuestError} `SSH_REFUSED` when the guest opens no further session; `SSH_LOST` when the connection breaks or no channel is opened within 30 s.
     */
    open(request: ChannelRequest): Promise<RemoteProcess>;
    /** Asks for a sign of life. False when none came in time; the connection is closed then. */
    ping(milliseconds: number): Promise<boolean>;
    /** Closes the connection; whatever runs on it ends with `SSH_LOST`. */
    end(): void;
    /** The error for something that the end of this connection took with it. */
    lostError(otherwise: string): GuestError;
}
