import { sudoersLine, sudoersName } from '../disks/provision/sudo.ts';
import type { GuestConnection } from '../guest/connection.ts';
import { exec } from '../guest/exec.ts';
import { oneLine } from '../guest/one-line.ts';
import { quoteWord } from '../guest/quote.ts';
import { GuestError } from '../host/errors.ts';
import type { DomainPlan, SharePlan } from '../providers/plan.ts';
import type { Services } from './services.ts';

/**
 * Does in a guest that answers what could not be done before it booted: name and passwords where it was provisioned over
 * SMBIOS, mounts of shared directories.
 *
 * @param user who the connection belongs to; sudo is used unless that is root.
 * @throws {GuestError} `SHARE_MOUNT_FAILED`, `SSH_TIMEOUT`, `CONNECTION_LOST`, ...; a name or password that it does not
 * take is a warning.
 */
export async function settleGuest(
  connection: GuestConnection,
  user: string,
  domain: DomainPlan,
  services: Pick<Services, 'log' | 'signal'>,
): Promise<void> {
  const run = (script: string, stdin = '') =>
    exec(connection, asRoot(script, user), { check: false, stdin, title: 'settle', signal: services.signal });
  if (domain.provisioning.kind === 'smbios') {
    const name = await run(nameScript(domain.name));
    if (name.code !== 0) warn(domain, 'be given its host name', name.err, services);
    const passwords = passwordLines(domain);
    const set = passwords === '' ? undefined : await run('chpasswd', passwords);
    if (set !== undefined && set.code !== 0) warn(domain, 'be given its passwords', set.err, services);
  }
  for (const share of domain.shares ?? []) {
    const script = mountScript(share);
    if (script === undefined) continue;
    const { code, err } = await run(script);
    if (code !== 0) throw mountFailed(domain, share, err);
  }
}

/**
 * Makes the SSH user of a guest that only knows root: with the key and sudo, as far as the guest has that.
 *
 * @param connection one of root.
 * @throws {GuestError} `COMMAND_FAILED`, ...
 */
export async function makeUser(
  connection: GuestConnection,
  domain: DomainPlan,
  publicKey: string,
  services: Pick<Services, 'signal'>,
): Promise<void> {
  const script = userScript(domain.sshUser, publicKey.trim());
  await exec(connection, script, { title: `make the user ${domain.sshUser}`, signal: services.signal });
}

function asRoot(script: string, user: string): string {
  return user === 'root' ? script : `sudo -n sh -c ${quoteWord(script)}`;
}

function nameScript(name: string): string {
  const word = quoteWord(name);
  return `test "$(hostname)" = ${word} || { hostname ${word} && echo ${word} > /etc/hostname; }`;
}

/** What `chpasswd` reads. */
function passwordLines({ sshUser, sshPassword, rootPassword }: DomainPlan): string {
  const passwords = new Map<string, string>();
  if (sshPassword !== undefined) passwords.set(sshUser, sshPassword);
  if (rootPassword !== undefined) passwords.set('root', rootPassword);
  return [...passwords].map(([user, password]) => `${user}:${password}\n`).join('');
}

/** Busybox knows `adduser` where others have `useradd`. `*` is no password, but does not lock the user out, as `!` does. */
function userScript(name: string, key: string): string {
  const user = quoteWord(name);
  const sudoers = quoteWord(`/etc/sudoers.d/${sudoersName(name)}`);
  return [
    'set -e',
    `id -u ${user} >/dev/null 2>&1 || { useradd -m -s /bin/sh ${user} 2>/dev/null || adduser -D ${user}; echo ${quoteWord(`${name}:*`)} | chpasswd -e; }`,
    `home=$(awk -F: -v user=${user} '$1 == user { print $6 }' /etc/passwd)`,
    'mkdir -p -m 0700 "$home/.ssh"',
    `grep -qxF ${quoteWord(key)} "$home/.ssh/authorized_keys" 2>/dev/null || echo ${quoteWord(key)} >>"$home/.ssh/authorized_keys"`,
    `chmod 0600 "$home/.ssh/authorized_keys" && chown -R ${user} "$home/.ssh"`,
    `if [ -d /etc/sudoers.d ]; then umask 0227; printf %s ${quoteWord(sudoersLine(name))} >${sudoers}; fi`,
  ].join('\n');
}

/** Mounts a share unless it is there already; undefined for one that nobody wants mounted. */
function mountScript({ target, tag, type, readonly }: SharePlan): string | undefined {
  if (target === undefined) return undefined;
  const mode = readonly ? 'ro' : 'rw';
  const place = quoteWord(target);
  const options = type === '9p' ? `trans=virtio,version=9p2000.L,msize=262144,${mode}` : mode;
  const mount = `mkdir -p ${place} && mount -t ${type} -o ${options} ${quoteWord(tag)} ${place}`;
  return `modprobe 9pnet_virtio 2>/dev/null; awk -v place=${place} '$2 == place { found = 1 } END { exit !found }' /proc/mounts || { ${mount}; }`;
}

function mountFailed({ name }: DomainPlan, { tag, target = '', type }: SharePlan, output: string): GuestError {
  const message = `VM ${name} cannot mount the share ${tag} at ${target}: ${oneLine(output, 300)}`;
  return new GuestError('SHARE_MOUNT_FAILED', message, {
    hint: `Its kernel needs ${type === '9p' ? '9p over virtio' : 'virtiofs'}; without \`target\` the share is there, but not mounted.`,
  });
}

function warn({ name }: DomainPlan, what: string, output: string, { log }: Pick<Services, 'log'>): void {
  log.warning(`VM ${name} could not ${what}: ${oneLine(output, 300)}`);
}
