import type { Duplex } from 'node:stream';
import type ssh2 from 'ssh2';
import type { SshPhase } from './phase.ts';
/** What one log-in needs. */
export interface HandshakeOptions {
    /** A stream on which the server speaks SSH. */
    readonly stream: Duplex;
    readonly user: string;
    /** Text of the private key. */
    readonly privateKey: string;
    readonly password?: string | undefined;
    /** Host key that the server must show; any when undefined. */
    readonly pinned: string | undefined;
    /** Milliseconds. */
    readonly timeout: number;
    /** Fires when the log-in is to be given up; its reason is thrown. */
    readonly signal?: AbortSignal | undefined;
    readonly onPhase?: ((phase: SshPhase, detail: string) => void) | undefined;
}
/** A log-in that failed: how far it came, and why. */
export declare class HandshakeError extends Error {
    readonly phase: SshPhase;
    /** Set when the server showed another host key than the pinned one. */
    readonly changedHostKey: string | undefined;
    constructor(phase: SshPhase, detail: string, changedHostKey?: string);
}
/**
 * Logs in over a stream with the key, then the password if there is one.
 *
 * @returns the connected client and the host key that the server showed
 * @throws {HandshakeError}
 */
export declare function handshake(options: HandshakeOptions): Promise<{
    readonly client: ssh2.Client;
    readonly hostKey: string;
}>;
