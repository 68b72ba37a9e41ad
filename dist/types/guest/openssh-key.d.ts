import { type KeyObject } from 'node:crypto';
/** An ed25519 key pair in OpenSSH's format. */
export interface OpenSshKeyPair {
    /** Text of the private key file, without passphrase. */
    readonly privateKey: string;
    /** One line of `authorized_keys`, without a line end. */
    readonly publicKey: string;
}
/** Makes a fresh key pair. */
export declare function generateOpenSshKey(comment: string): OpenSshKeyPair;
/**
 * Writes an ed25519 private key the way OpenSSH does. ssh2 has a generator of its own, but it drops zeros at the front
 * of keys: one in 130 of its key pairs is broken.
 */
export declare function formatOpenSshKey(key: KeyObject, comment: string): OpenSshKeyPair;
