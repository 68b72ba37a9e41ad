import { openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { UserError } from '../../host/errors.ts';
import { temporaryName } from '../../host/files.ts';
import type { LibvirtAuth } from '../providers.ts';

/** Descriptors of the files made so far: one per name and password, as long as the process lives. */
const files = new Map<string, number>();

/**
 * The URL with which virsh finds a name and a password, instead of asking on the terminal: libvirt takes them from the
 * file that the parameter `authfile` names. The file has no name of its own (it is reached through this process), so
 * nothing is left of it when the process is killed.
 *
 * @throws {UserError} `LIBVIRT_AUTH_INVALID` for line breaks in them.
 */
export function authenticatedUrl(url: string, auth: LibvirtAuth | undefined): string {
  if (auth === undefined) return url;
  const [base = '', fragment] = url.split('#');
  const authfile = `authfile=/proc/${process.pid}/fd/${descriptor(authFileText(auth))}`;
  const query = base.includes('?') ? `${base}&${authfile}` : `${base}?${authfile}`;
  return fragment === undefined ? query : `${query}#${fragment}`;
}

/** Text of libvirt's file of credentials, for every kind of connection and host. */
export function authFileText({ username, password }: LibvirtAuth): string {
  if (/\p{Cc}/u.test(username + password) || username === '' || password === '') {
    throw new UserError('LIBVIRT_AUTH_INVALID', 'the user or password for libvirt is empty or has control characters', {
      hint: 'Check libvirt_username and libvirt_password.',
    });
  }
  const services = ['libvirt', 'esx', 'hyperv', 'test', 'xen'];
  const sections = services.map((service) => `[auth-${service}-default]\ncredentials=lago\n`);
  return `[credentials-lago]\nusername=${username}\npassword=${password}\n\n${sections.join('\n')}`;
}

function descriptor(text: string): number {
  const open = files.get(text);
  if (open !== undefined) return open;
  const path = temporaryName(join(tmpdir(), 'lago-auth'));
  const opened = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  writeSync(opened, text);
  files.set(text, opened);
  return opened;
}
