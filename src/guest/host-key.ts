import { createHash } from 'node:crypto';

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
export function memoryHostKeyStore(initial?: string): HostKeyStore {
  let key = initial;
  return {
    load: async () => key,
    save: async (seen) => {
      key = seen;
    },
  };
}

/** Writes a host key as it came over the wire the way `known_hosts` has it. */
export function formatHostKey(wire: Buffer): string {
  const length = wire.length >= 4 ? wire.readUInt32BE(0) : 0;
  const type = wire.subarray(4, 4 + length).toString('latin1');
  return `${/^[a-z0-9@.-]{1,64}$/i.test(type) ? type : 'unknown'} ${wire.toString('base64')}`;
}

/** Fingerprint as OpenSSH shows it: `SHA256:` and base64 without padding. */
export function hostKeyFingerprint(key: string): string {
  const wire = Buffer.from(key.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(wire).digest('base64').replace(/=+$/, '')}`;
}
