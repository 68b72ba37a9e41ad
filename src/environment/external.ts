import { assertAllowedPath } from '../disks/allowed.ts';
import type { GuestConnection } from '../guest/connection.ts';
import { exec } from '../guest/exec.ts';
import { readPrivateKey } from '../guest/target.ts';
import { writeFileAtomic } from '../host/files.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import { HostKeys } from './host-keys.ts';
import type { PrefixPaths } from './prefix.ts';

/** Adds a line from standard input to the authorized keys, unless it is there. */
const INSTALL = `umask 077; read -r key; mkdir -p ~/.ssh && touch ~/.ssh/authorized_keys &&
{ grep -qxF "$key" ~/.ssh/authorized_keys || printf '%s\\n' "$key" >> ~/.ssh/authorized_keys; }`;

/**
 * Brings what lets us into machines that exist already into the prefix: copies of private keys, which ssh takes only when
 * nobody else can read them, and host keys that are known.
 *
 * @param roots directories that init files may use.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`; {@link StateError} `SSH_KEY_MISSING`, `SSH_KEY_BROKEN`.
 */
export async function prepareExternal(
  plan: EnvironmentPlan,
  paths: PrefixPaths,
  roots: readonly string[],
): Promise<void> {
  const hostKeys = new HostKeys(paths, () => plan.domains.values());
  for (const { name, external, sshUser, ip = '' } of plan.domains.values()) {
    if (external?.key) {
      const source = await assertAllowedPath(external.key.source, roots, `the SSH key of VM ${name}`);
      const text = await readPrivateKey({ name, host: ip, user: sshUser, privateKey: source });
      await writeFileAtomic(external.key.file, text, { mode: 0o600 });
    }
    if (external?.hostKey !== undefined) await hostKeys.save({ name }, external.hostKey);
  }
}

/** Adds a public key to those that let the user of a connection in. */
export async function installKey(connection: GuestConnection, publicKey: string, signal?: AbortSignal): Promise<void> {
  await exec(connection, INSTALL, { stdin: `${publicKey.trim()}\n`, signal });
}
