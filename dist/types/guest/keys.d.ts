/** A key pair on disk. */
export interface KeyPair {
    /** Absolute path of the private key, mode 0600. */
    readonly privateKeyFile: string;
    readonly publicKeyFile: string;
    /** The public key as one line of `authorized_keys`, without a line end. */
    readonly publicKey: string;
}
/**
 * Makes an ed25519 key pair in OpenSSH's format: `id_ed25519` (0600) and `id_ed25519.pub` in an existing directory.
 *
 * @throws {StateError} `KEYS_EXIST` when there is one already: overwriting it would lock out the guests that know it.
 * @throws {HostError} when the files cannot be written.
 */
export declare function generateKeys(directory: string, comment: string): Promise<KeyPair>;
/**
 * Adds the names under which Lago keeps the keys, `id_rsa` and `id_rsa.pub`, as relative links, for scripts that know
 * them. Names that are taken already stay as they are.
 */
export declare function linkLagoKeyNames(directory: string): Promise<void>;
