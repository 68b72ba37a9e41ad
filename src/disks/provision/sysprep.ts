import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ToolError, UserError } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import { diskFullOf, fileError, removeTree, temporaryName } from '../../host/files.ts';
import type { ImageContext } from '../../host/qemu-img.ts';
import type { Acceleration, DomainPlan } from '../../providers/plan.ts';
import { assertPassword } from './cloud-init.ts';
import { distroArgs } from './sysprep-distro.ts';

/** Files that virt-sysprep reads, so that their content is in no argument that others can see. */
export interface SysprepFiles {
  readonly publicKey: string;
  /** Needed when the domain has a root password. */
  readonly rootPassword?: string;
}

/** What preparing a disk needs. */
export interface SysprepOptions extends ImageContext {
  /** Absolute path of the domain's first disk; written to. */
  readonly disk: string;
  readonly domain: DomainPlan;
  /** A line of `authorized_keys`. */
  readonly publicKey: string;
  readonly acceleration: Acceleration;
  /** Environment variables, to look for the user's own libguestfs settings; none by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Lines of output that a failure shows. */
const TAIL = 15;
const USER = /^[a-z_][a-z0-9_.-]{0,31}\$?$/i;

/**
 * Arguments of virt-sysprep that prepare a domain's first disk as Lago does: host name, root password, key, SELinux
 * labels, and what the distribution needs. An SSH user other than root gets the key too, and is made when it is missing.
 *
 * @throws {UserError} `SSH_USER_INVALID`
 */
export function sysprepArgs(domain: DomainPlan, files: SysprepFiles): readonly string[] {
  return [
    ...['--hostname', domain.name],
    ...(files.rootPassword === undefined ? [] : ['--root-password', `file:${files.rootPassword}`]),
    ...['--ssh-inject', `root:file:${files.publicKey}`],
    ...userArgs(domain, files.publicKey),
    ...distroArgs(domain),
    '--selinux-relabel',
  ];
}

function userArgs({ name, sshUser }: DomainPlan, publicKey: string): readonly string[] {
  if (sshUser === 'root') return [];
  if (!USER.test(sshUser)) {
    throw new UserError('SSH_USER_INVALID', `the ssh-user "${sshUser}" of VM ${name} is not a valid user name`);
  }
  // Without a password, but not locked: sshd without PAM lets nobody in whose account is locked.
  const make = `id -u ${sshUser} >/dev/null 2>&1 || { useradd --create-home ${sshUser} && usermod --password '*' ${sshUser}; }`;
  return ['--run-command', make, '--ssh-inject', `${sshUser}:file:${publicKey}`];
}

/**
 * Prepares a domain's first disk with virt-sysprep, in an appliance of libguestfs: seconds with KVM, half a minute
 * without. Needs no daemon.
 *
 * @throws {ToolError} `GUESTFS_FAILED`, with the end of its own output; {@link UserError} `SSH_USER_INVALID`,
 *   `PASSWORD_INVALID`; {@link HostError} `TOOL_MISSING`, `DISK_FULL`; {@link CancelledError}.
 */
export async function runSysprep(options: SysprepOptions): Promise<void> {
  const { disk, domain, signal, log } = options;
  const files = await writeInputs(options);
  const args = ['--format', 'qcow2', '--add', disk, ...sysprepArgs(domain, files)];
  const tail: string[] = [];
  const onLine = (line: string) => {
    log?.debug(`virt-sysprep ${domain.name}: ${line}`);
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
  };
  try {
    const { code } = await tryRun('virt-sysprep', args, { env: guestfsEnvironment(options), onLine, signal });
    if (code !== 0) throw failed(domain.name, disk, code, tail.join('\n'));
  } finally {
    for (const file of Object.values(files)) await removeTree(file);
  }
}

async function writeInputs({ disk, domain, publicKey }: SysprepOptions): Promise<SysprepFiles> {
  const { rootPassword } = domain;
  if (rootPassword !== undefined) assertPassword(rootPassword, domain.name);
  const key = temporaryName(join(dirname(disk), 'key'));
  const password = temporaryName(join(dirname(disk), 'password'));
  try {
    await writeFile(key, `${publicKey.trim()}\n`, { mode: 0o600 });
    if (rootPassword === undefined) return { publicKey: key };
    await writeFile(password, `${rootPassword}\n`, { mode: 0o600 });
    return { publicKey: key, rootPassword: password };
  } catch (error) {
    for (const file of [key, password]) await removeTree(file);
    throw fileError(error, 'write', dirname(disk));
  }
}

/** The user's own settings win, as in Lago. */
function guestfsEnvironment({ acceleration, env = {} }: SysprepOptions): Record<string, string> {
  const settings = acceleration === 'tcg' ? { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' } : {};
  const wanted: Record<string, string> = { LIBGUESTFS_BACKEND: 'direct', ...settings };
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !env[name]));
}

function failed(vm: string, disk: string, code: number, output: string): Error {
  const message = `virt-sysprep could not prepare the disk ${disk} of VM ${vm} (exit code ${code}): ${output}`;
  const error = new ToolError('GUESTFS_FAILED', message, { hint: hintFor(output) });
  return diskFullOf(error) ?? error;
}

function hintFor(output: string): string {
  if (/supermin|kernel/i.test(output)) {
    return 'libguestfs needs a kernel that it may read: install one (linux-image-cloud-amd64), or `chmod 0644 /boot/vmlinuz-*`.';
  }
  if (/no operating systems? (?:were |was )?found|inspect/i.test(output)) {
    return 'libguestfs found no system on the disk: set `bootstrap: false` for this VM if it needs no preparation.';
  }
  return 'Run `libguestfs-test-tool` on this host, or declare `provision` in the metadata of the template.';
}
