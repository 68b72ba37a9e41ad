import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../host/errors.ts';
import { fileError, removeTree, temporaryName } from '../../host/files.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import { assertPassword } from './cloud-init.ts';
import { sudoersLine, sudoersName } from './sudo.ts';
import { distroArgs, machineArgs } from './sysprep-distro.ts';

/** Files that virt-sysprep reads, so that their content is in no argument that others can see. */
export interface SysprepFiles {
  readonly publicKey: string;
  /** Needed when the domain has a root password. */
  readonly rootPassword?: string;
  /** Needed when the domain has a password for an SSH user other than root. */
  readonly userPassword?: string;
}

const USER = /^[a-z_][a-z0-9_.-]{0,31}\$?$/i;

/**
 * Arguments of virt-sysprep that prepare a domain's first disk as Lago does: host name, root password, key, SELinux
 * labels, and what the distribution needs. An SSH user other than root is made when it is
 * missing, and gets the key, sudo and the password.
 *
 * @throws {UserError} `SSH_USER_INVALID`
 */
export function sysprepArgs(domain: DomainPlan, files: SysprepFiles): readonly string[] {
  return [...accessArgs(domain, files), ...distroArgs(domain), '--selinux-relabel'];
}

/** The part of {@link sysprepArgs} that is for one machine only, for a disk that was prepared for many. */
export function personalArgs(domain: DomainPlan, files: SysprepFiles): readonly string[] {
  return [...accessArgs(domain, files), ...machineArgs(domain), '--selinux-relabel'];
}

function accessArgs(domain: DomainPlan, files: SysprepFiles): readonly string[] {
  return [
    ...['--hostname', domain.name],
    ...(files.rootPassword === undefined ? [] : ['--root-password', `file:${files.rootPassword}`]),
    ...['--ssh-inject', `root:file:${files.publicKey}`],
    ...userArgs(domain, files),
  ];
}

function userArgs({ name, sshUser }: DomainPlan, files: SysprepFiles): readonly string[] {
  if (sshUser === 'root') return [];
  if (!USER.test(sshUser)) {
    throw new UserError('SSH_USER_INVALID', `the ssh-user "${sshUser}" of VM ${name} is not a valid user name`);
  }
  // Without a password, but not locked: sshd without PAM lets nobody in whose account is locked.
  const make = `id -u ${sshUser} >/dev/null 2>&1 || { useradd --create-home ${sshUser} && usermod --password '*' ${sshUser}; }`;
  return [
    ...['--run-command', make],
    ...(files.userPassword === undefined ? [] : ['--password', `${sshUser}:file:${files.userPassword}`]),
    ...['--ssh-inject', `${sshUser}:file:${files.publicKey}`],
    ...sudoArgs(sshUser),
  ];
}

/** A directory of sudo's without sudo harms nobody. */
function sudoArgs(user: string): readonly string[] {
  const file = `/etc/sudoers.d/${sudoersName(user)}`;
  return [
    ...['--mkdir', '/etc/sudoers.d', '--chmod', '0750:/etc/sudoers.d'],
    ...['--write', `${file}:${sudoersLine(user)}`, '--chmod', `0440:${file}`],
  ];
}

/**
 * Calls `body` with the files that arguments refer to, which are there only meanwhile.
 *
 * @param beside absolute path of a file in whose directory they are made.
 * @throws {UserError} `PASSWORD_INVALID`; {@link HostError} `DISK_FULL`.
 */
export async function withSysprepFiles<T>(
  domain: DomainPlan,
  publicKey: string,
  beside: string,
  body: (files: SysprepFiles) => Promise<T>,
): Promise<T> {
  const files = await writeInputs(domain, publicKey, dirname(beside));
  try {
    return await body(files);
  } finally {
    for (const file of Object.values(files)) await removeTree(file);
  }
}

async function writeInputs(domain: DomainPlan, publicKey: string, directory: string): Promise<SysprepFiles> {
  const { rootPassword, sshUser, sshPassword } = domain;
  const userPassword = sshUser === 'root' ? undefined : sshPassword;
  for (const password of [rootPassword, userPassword]) {
    if (password !== undefined) assertPassword(password, domain.name);
  }
  const place = (name: string) => temporaryName(join(directory, name));
  const files: SysprepFiles = {
    publicKey: place('key'),
    ...(rootPassword === undefined ? {} : { rootPassword: place('root') }),
    ...(userPassword === undefined ? {} : { userPassword: place('user') }),
  };
  const contents = new Map(Object.entries({ publicKey: publicKey.trim(), rootPassword, userPassword }));
  try {
    for (const [name, path] of Object.entries(files)) {
      await writeFile(path, `${contents.get(name) ?? ''}\n`, { mode: 0o600 });
    }
    return files;
  } catch (error) {
    for (const path of Object.values(files)) await removeTree(path);
    throw fileError(error, 'write', directory);
  }
}
