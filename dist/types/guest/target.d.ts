import type { Duplex } from 'node:stream';
import type { Logger } from '../host/log.ts';
import type { HostKeyStore } from './host-key.ts';
/** Where a guest's SSH server is and how to log in. Neither an agent nor `~/.ssh` is ever used. */
export interface SshTarget {
    /** Name of the VM, for messages. */
    readonly name: string;
    readonly host: string;
    /** 22 by default. */
    readonly port?: number;
    readonly user: string;
    /** Path of a private key, or its text (starts with `-----BEGIN`). */
    readonly privateKey: string;
    /** Tried after the key. */
    readonly password?: string;
}
/** How connections to a guest are made. Times are in milliseconds. */
export interface ConnectionOptions {
    readonly log: Logger;
    /** Where the host key is pinned; for the life of the object by default. */
    readonly hostKeys?: HostKeyStore;
    /** Opens the stream to the SSH server in place of a TCP connection, for example inside a network namespace. */
    readonly openStream?: () => Promise<Duplex>;
    /** Until the server's banner is there; 15 000 by default. */
    readonly connectTimeout?: number;
    /** Attempts to connect for a command, 1 s apart; 1 by default. */
    readonly tries?: number;
    /** From the banner to being logged in; 60 000 by default, since emulated guests take seconds for it. */
    readonly handshakeTimeout?: number;
    /** How long an unused connection is kept; 30 000 by default. It never keeps the process alive. */
    readonly idleTimeout?: number;
    /** How long a guest may leave a sign of life unanswered while something runs in it; 60 000 by default. */
    readonly aliveTimeout?: number;
}
/**
 * Text of the private key.
 *
 * @throws {StateError} `SSH_KEY_MISSING` when its file cannot be read, `SSH_KEY_BROKEN` when it holds no private key.
 */
export declare function readPrivateKey(target: SshTarget): Promise<string>;
/** Address as messages show it. */
export declare function addressOf(target: SshTarget): string;
