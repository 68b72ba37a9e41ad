import { lstat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode, StateError } from '../host/errors.ts';
import { writeFileAtomic } from '../host/files.ts';
import { generateOpenSshKey } from './openssh-key.ts';

/** A key pair on disk. */
export interface KeyPair {
  /** Absolute path of the private key, mode 0600. */
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
  /** The public key as one line of `authorized_keys`, without a line end. */
  readonly publicKey: string;
}

const NAME = 'id_ed25519';

/**
 * Makes an ed25519 key pair in OpenSSH's format: `id_ed25519` (0600) and `id_ed25519.pub` in an existing directory.
 *
 * @throws {StateError} `KEYS_EXIST` when there is one already: overwriting it would lock out the guests that know it.
 * @throws {HostError} when the files cannot be written.
 */
export async function generateKeys(directory: string, comment: string): Promise<KeyPair> {
  const privateKeyFile = join(directory, NAME);
  const publicKeyFile = `${privateKeyFile}.pub`;
  if (await exists(privateKeyFile)) throw new StateError('KEYS_EXIST', `${privateKeyFile} exists already`);
  const { privateKey, publicKey } = generateOpenSshKey(comment);
  await writeFileAtomic(privateKeyFile, privateKey, { mode: 0o600 });
  await writeFileAtomic(publicKeyFile, `${publicKey}\n`);
  return { privateKeyFile, publicKeyFile, publicKey };
}

/**
 * Adds the names under which Lago keeps the keys, `id_rsa` and `id_rsa.pub`, as relative links, for scripts that know
 * them. Names that are taken already stay as they are.
 */
export async function linkLagoKeyNames(directory: string): Promise<void> {
  for (const suffix of ['', '.pub']) {
    try {
      await symlink(`${NAME}${suffix}`, join(directory, `id_rsa${suffix}`));
    } catch (error) {
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}
