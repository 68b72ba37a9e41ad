import { UserError } from '../../host/errors.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import { mergeUserData } from './user-data.ts';

/** Files of a NoCloud seed, by name. */
export type SeedFiles = Readonly<Record<'meta-data' | 'user-data' | 'network-config', string>>;

/**
 * What cloud-init is told about a domain: name, key for root and the SSH user, passwords, DHCP on every NIC by its MAC.
 * What the init file says is merged in; its network configuration takes the place of ours.
 * The instance id stays the same for the life of the environment, so a restart is no first boot.
 *
 * @throws {UserError} `PASSWORD_INVALID`
 */
export function seedFiles(domain: DomainPlan, publicKey: string): SeedFiles {
  const metaData = { 'instance-id': `lago-${domain.uuid}`, 'local-hostname': domain.name };
  return {
    'meta-data': json(metaData),
    'user-data': `#cloud-config\n${json(mergeUserData(userData(domain, publicKey.trim()), domain.cloudInit?.userData))}`,
    'network-config': json(domain.cloudInit?.networkConfig ?? networkConfig(domain)),
  };
}

function userData(domain: DomainPlan, key: string): Readonly<Record<string, unknown>> {
  const { sshUser } = domain;
  const root = { name: 'root', ssh_authorized_keys: [key] };
  // No password, but not locked: sshd without PAM lets nobody in whose account is locked.
  const open = { lock_passwd: false, passwd: '*' };
  const user = { name: sshUser, sudo: 'ALL=(ALL) NOPASSWD:ALL', ...open, ssh_authorized_keys: [key] };
  const passwords = passwordLines(domain);
  return {
    // Generating locales takes seconds, minutes without KVM, and fails where they are not installed.
    locale: false,
    preserve_hostname: false,
    hostname: domain.name,
    fqdn: domain.fqdn,
    prefer_fqdn_over_hostname: false,
    disable_root: false,
    // Goes to root as well: images differ in which of the two they heed.
    ssh_authorized_keys: [key],
    users: ['default', root, ...(sshUser === 'root' ? [] : [user])],
    ssh_pwauth: passwords.length > 0,
    // RSA keys take seconds to make where there is no KVM, and nobody asks for them.
    ssh_genkeytypes: ['ed25519'],
    ...(passwords.length === 0 ? {} : { chpasswd: { expire: false, list: passwords } }),
  };
}

function passwordLines({ name, sshUser, sshPassword, rootPassword }: DomainPlan): readonly string[] {
  const wanted = new Map([...(sshPassword === undefined ? [] : [[sshUser, sshPassword] as const])]);
  if (rootPassword !== undefined) wanted.set('root', rootPassword);
  return [...wanted].map(([user, password]) => {
    assertPassword(password, name);
    return `${user}:${password}`;
  });
}

/** Passwords go through line-based formats. @throws {UserError} `PASSWORD_INVALID` */
export function assertPassword(password: string, vm: string): void {
  if (password !== '' && !/\p{Cc}/u.test(password)) return;
  throw new UserError('PASSWORD_INVALID', `a password of VM ${vm} is empty or has control characters in it`);
}

/**
 * The DHCP server's domain completes bare names, by which machines call each other; systemd-networkd ignores it otherwise.
 * Only the management NIC is waited for: other networks may have no DHCP server.
 */
function networkConfig({ nics, managementNet }: DomainPlan): Readonly<Record<string, unknown>> {
  const main = nics.find((nic) => nic.net === managementNet)?.index ?? 0;
  const ethernets = nics.map(({ index, mac, mtu }) => {
    const settings = {
      match: { macaddress: mac.toLowerCase() },
      dhcp4: true,
      'dhcp4-overrides': { 'use-domains': true },
    };
    const more = { ...(index === main ? {} : { optional: true }), ...(mtu === undefined ? {} : { mtu }) };
    return [`eth${index}`, { ...settings, ...more }] as const;
  });
  return { version: 2, ethernets: Object.fromEntries(ethernets) };
}

/** JSON is YAML, and needs no thought about quoting. */
function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
