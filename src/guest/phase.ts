import { GuestError, type LagoErrorOptions } from '../host/errors.ts';

/** How far an attempt to reach a guest by SSH came, in order. */
export type SshPhase = 'no-route' | 'no-answer' | 'refused' | 'banner' | 'key-exchange' | 'authentication' | 'command';

const MEANING: Readonly<Record<SshPhase, string>> = {
  'no-route': 'no route to the guest',
  'no-answer': 'nothing answers TCP connections',
  refused: 'TCP connections are refused',
  banner: 'TCP connected, but no SSH banner came',
  'key-exchange': 'SSH banner seen, but the key exchange did not finish',
  authentication: 'key exchange done, but logging in did not work',
  command: 'logged in, but a command did not run',
};

const ORDER: readonly SshPhase[] = Object.keys(MEANING).filter(isPhase);

function isPhase(text: string): text is SshPhase {
  return text in MEANING;
}

/** Whether `phase` lies further on the way to a guest than `other`, or is the same. */
export function isAsFarAs(phase: SshPhase, other: SshPhase): boolean {
  return ORDER.indexOf(phase) >= ORDER.indexOf(other);
}

/** The phase in words, for messages. */
export function describePhase(phase: SshPhase): string {
  return MEANING[phase];
}

const CODES: Readonly<Record<SshPhase, string>> = {
  'no-route': 'SSH_UNREACHABLE',
  'no-answer': 'SSH_UNREACHABLE',
  refused: 'SSH_UNREACHABLE',
  banner: 'SSH_PROTOCOL',
  'key-exchange': 'SSH_PROTOCOL',
  authentication: 'SSH_AUTH_REFUSED',
  command: 'SSH_LOST',
};

/**
 * One attempt to reach a guest failed. Codes: `SSH_UNREACHABLE` (no TCP connection), `SSH_PROTOCOL` (no banner, no key
 * exchange), `SSH_AUTH_REFUSED`, `SSH_LOST`.
 */
export class SshAttemptError extends GuestError {
  readonly phase: SshPhase;

  constructor(name: string, address: string, phase: SshPhase, detail: string, options: LagoErrorOptions = {}) {
    super(CODES[phase], `VM ${name}: SSH to ${address} failed: ${describePhase(phase)} (${detail})`, options);
    this.phase = phase;
  }
}
