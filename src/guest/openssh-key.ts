import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { InternalError } from '../host/errors.ts';

/** An ed25519 key pair in OpenSSH's format. */
export interface OpenSshKeyPair {
  /** Text of the private key file, without passphrase. */
  readonly privateKey: string;
  /** One line of `authorized_keys`, without a line end. */
  readonly publicKey: string;
}

const TYPE = 'ssh-ed25519';
const BLOCK = 8;
const LINE = 70;

/** Makes a fresh key pair. */
export function generateOpenSshKey(comment: string): OpenSshKeyPair {
  return formatOpenSshKey(generateKeyPairSync('ed25519').privateKey, comment);
}

/**
 * Writes an ed25519 private key the way OpenSSH does. ssh2 has a generator of its own, but it drops zeros at the front
 * of keys: one in 130 of its key pairs is broken.
 */
export function formatOpenSshKey(key: KeyObject, comment: string): OpenSshKeyPair {
  const { d, x } = key.export({ format: 'jwk' });
  if (d === undefined || x === undefined) throw new InternalError('not an ed25519 private key');
  const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  const wire = Buffer.concat([field(TYPE), field(point)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([check, check, wire, field(Buffer.concat([seed, point])), field(comment)]);
  const padding = Uint8Array.from({ length: (BLOCK - (secret.length % BLOCK)) % BLOCK }, (_, index) => index + 1);
  const content = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    uint32(1),
    field(wire),
    field(Buffer.concat([secret, padding])),
  ]);
  const lines = content.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  const privateKey = `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  return { privateKey, publicKey: `${TYPE} ${wire.toString('base64')} ${comment}` };
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
