import { GuestError, type LagoErrorOptions } from '../host/errors.ts';
/** How far an attempt to reach a guest by SSH came, in order. */
export type SshPhase = 'no-route' | 'no-answer' | 'refused' | 'banner' | 'key-exchange' | 'authentication' | 'command';
/** Whether `phase` lies further on the way to a guest than `other`, or is the same. */
export declare function isAsFarAs(phase: SshPhase, other: SshPhase): boolean;
/** The phase in words, for messages. */
export declare function describePhase(phase: SshPhase): string;
/**
 * One attempt to reach a guest failed. Codes: `SSH_UNREACHABLE` (no TCP connection), `SSH_PROTOCOL` (no banner, no key
 * exchange), `SSH_AUTH_REFUSED`, `SSH_LOST`.
 */
export declare class SshAttemptError extends GuestError {
    readonly phase: SshPhase;
    constructor(name: string, address: string, phase: SshPhase, detail: string, options?: LagoErrorOptions);
}
