import type { Duplex } from 'node:stream';
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
/**
 * Looks for an SSH server until one sends its banner. Attempts overlap, so that a packet lost while the guest boots
 * costs no time. The stream returned is paused with the banner still unread.
 */
export declare function dial(options: DialOptions): Promise<{
    readonly stream: Duplex;
    readonly banner: string;
}>;
/** Opens TCP connections to an address; small packets are sent at once (a log-in takes 40 ms longer for each held one). */
export declare function tcpStream(host: string, port: number): OpenStream;
/** Wraps a caller's way of opening streams; one that arrives too late is closed. */
export declare function foreignStream(open: () => Promise<Duplex>): OpenStream;
