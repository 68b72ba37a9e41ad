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
/** A channel on which a command or a shell runs in the guest. */
export declare class RemoteProcess {
    #private;
    /** Standard input and output; error output is `channel.stderr`. Both outputs must be read to their end. */
    readonly channel: ClientChannel;
    /** How it ended, once all output has been read. Rejects with the reason given to `abort`, or of a lost connection. */
    readonly exited: Promise<ExitStatus>;
    constructor(channel: ClientChannel, carrier: Carrier);
    /** Whether it ended or was aborted. */
    get ended(): boolean;
    /**
     * Why the end of the output may be missing although there is an exit status: the two come in any order, and the connection
     * was lost between them.
     */
    get cut(): Error | undefined;
    /** Bytes of both outputs that came and were not read yet. */
    get unread(): number;
    /**
     * Gives the process up: it gets SIGTERM where that can still be sent, the channel is closed, `exited` rejects with
     * `reason` at once, whatever the server does.
     */
    abort(reason: Error): void;
    /** The connection is gone: nothing more will come, not even for those who have not read what did. */
    lose(reason: Error): void;
    /** Readers call this for each piece of output: only silence after the exit status ends a process. */
    touch(): void;
    /** Writes to standard input at the speed that the guest takes it. False when the process has ended. */
    write(chunk: Uint8Array): Promise<boolean>;
}
