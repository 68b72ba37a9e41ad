import { GuestError } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { type SshPhase } from './phase.ts';
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
export declare class SshTimeoutError extends GuestError {
    /** How far the last attempt came. */
    readonly phase: SshPhase;
    constructor(name: string, address: string, seconds: number, phase: SshPhase, detail: string);
}
/**
 * Waits until a command runs in the guest by SSH: many short attempts, one deadline. The connection is kept for the
 * commands that follow. Refused log-ins are retried as well, since the key may not be there yet.
 *
 * @throws {SshTimeoutError} `SSH_TIMEOUT`, with the last phase and error
 * @throws {GuestError} `HOST_KEY_CHANGED`, `GUEST_DOWN` (from `alive`)
 * @throws {StateError} `SSH_KEY_MISSING`, `SSH_KEY_BROKEN`
 * @throws {CancelledError} when the signal fires
 */
export declare function waitForSsh(connection: GuestConnection, options: WaitOptions): Promise<void>;
/**
 * Milliseconds until the next attempt, after so many refused log-ins at a server with this banner, the last of which took
 * `took` milliseconds. OpenSSH 9.8 and later shut out an address for 15 s and more once the penalties for refused
 * log-ins, 5 s each, add up to 15 s (`PerSourcePenalties`): two quick attempts, then one every 5 s.
 */
export declare function pauseAfter(refusals: number, banner: string, took?: number): number;
