/**
 * Where the host key of one guest is kept from the first contact on. A key is written as in `known_hosts`:
 * type, blank, base64 (`ssh-ed25519 AAAA...`).
 */
export interface HostKeyStore {
    /** The pinned key, or undefined before the first contact. */
    load(): Promise<string | undefined>;
    /** Pins the key. Called once, after the first successful log-in. */
    save(key: string): Promise<void>;
}
/** Keeps the host key for as long as the object lives. */
export declare function memoryHostKeyStore(initial?: string): HostKeyStore;
/** Writes a host key as it came over the wire the way `known_hosts` has it. */
export declare function formatHostKey(wire: Buffer): string;
/** Fingerprint as OpenSSH shows it: `SHA256:` and base64 without padding. */
export declare function hostKeyFingerprint(key: string): string;
