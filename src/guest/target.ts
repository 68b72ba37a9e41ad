import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { hasErrorCode, messageOf, StateError } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import type { HostKeyStore } from './host-key.ts';
import { loadSsh2 } from './ssh2.ts';

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
export async function readPrivateKey(target: SshTarget): Promise<string> {
  const text = target.privateKey.startsWith('-----BEGIN') ? target.privateKey : await readKeyFile(target);
  const { utils } = await loadSsh2();
  const key = utils.parseKey(text);
  if (!(key instanceof Error) && key.isPrivateKey()) return text;
  throw new StateError('SSH_KEY_BROKEN', `the SSH key for VM ${target.name} is not a private key without passphrase`);
}

async function readKeyFile(target: SshTarget): Promise<string> {
  try {
    return await readFile(target.privateKey, 'utf8');
  } catch (error) {
    const what = hasErrorCode(error, 'ENOENT') ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
    throw new StateError('SSH_KEY_MISSING', `the SSH key ${target.privateKey} for VM ${target.name} ${what}`, {
      cause: error,
    });
  }
}

/** Address as messages show it. */
export function addressOf(target: SshTarget): string {
  return `${target.user}@${target.host}:${target.port ?? 22}`;
}
