import { sudoersLine, sudoersName } from '../disks/provision/sudo.ts';
import { shortened } from '../initfile/printable.ts';
import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan, Provisioning } from '../providers/plan.ts';

/** What a template's metadata may say under `provision`. */
const WAYS = ['smbios', 'cloud-init', 'guestfs'] as const;
type Way = (typeof WAYS)[number];

/** Ways that touch no disk, so that they suit a domain that boots from something else than its template. */
const HARMLESS: readonly Provisioning['kind'][] = ['smbios', 'cloud-init'];

/**
 * How a guest is made reachable: what the metadata of its first disk says, `guestfs` where it says nothing. A first disk
 * without a system of ours (empty, CD-ROM) is not prepared, but a later template may still say a way that alters no disk.
 */
export function chooseProvisioning(
  domain: DomainSpec,
  disks: readonly DiskPlan[],
  skipBootstrap: boolean,
  report: ReportProblem,
): Provisioning {
  const declared = disks.map((disk) => declaredWay(domain, disk, report));
  const chosen: Provisioning = { kind: domain.bootstrap ? wayOf(domain, disks, declared, report) : 'none' };
  if (domain.cloudInit && chosen.kind !== 'cloud-init') reportNoCloudInit(domain, disks[0], chosen, report);
  return skipBootstrap ? { kind: 'none' } : chosen;
}

function wayOf(
  domain: DomainSpec,
  [first]: readonly DiskPlan[],
  declared: readonly (Way | undefined)[],
  report: ReportProblem,
): Provisioning['kind'] {
  if (first === undefined || !hasContent(first)) {
    return declared.find((way) => way !== undefined && HARMLESS.includes(way)) ?? 'none';
  }
  if (declared[0] !== undefined || !isInPlace(first)) return declared[0] ?? 'guestfs';
  report({
    severity: 'warning',
    code: 'NOT_PREPARED',
    path: ['domains', domain.name, 'disks', 0, 'in_place'],
    message: `the guest on disk ${first.name} is not prepared: that would change a file of yours for good`,
    hint: 'say `provision: guestfs` in its metadata to have it done, or `bootstrap: false`',
  });
  return 'none';
}

function reportNoCloudInit(
  { name, bootstrap }: DomainSpec,
  first: DiskPlan | undefined,
  { kind }: Provisioning,
  report: ReportProblem,
): void {
  const how = kind === 'none' ? 'is not prepared' : `is prepared by ${kind}`;
  const message = `\`cloud-init\` has no effect: VM ${name} ${how}`;
  const hints = [
    ...(bootstrap ? [] : ['remove `bootstrap: false`']),
    ...(first?.metadata.provision === 'cloud-init'
      ? []
      : ['say `provision: cloud-init` in the metadata of its first disk, if the image has cloud-init']),
  ];
  const hint = hints.join(', and ');
  report({ severity: 'error', code: 'NO_CLOUD_INIT', path: ['domains', name, 'cloud-init'], message, hint });
}

function isInPlace({ source }: DiskPlan): boolean {
  return source.kind === 'file' && source.inPlace === true;
}

/**
 * SMBIOS type 11 strings that hand the key to systemd 252 and later in the guest.
 *
 * @param disks of the domain. One whose first is no template but an image that may have run already, in an exported
 * environment say, may have a key of that: it is replaced, at each boot, since systemd writes no file that is there.
 */
export function credentialStrings(publicKey: string, sshUser: string, [first]: readonly DiskPlan[]): readonly string[] {
  const line = `${publicKey.trim()}\n`;
  const hasRun = first?.source.kind === 'template-file' || first?.source.kind === 'file';
  const lines = [
    ...(hasRun ? ['r! /root/.ssh/authorized_keys'] : []),
    ...(sshUser === 'root' ? [] : filesOf(sshUser, line, hasRun ? 'f+~' : 'f~')),
  ];
  const root = credential('ssh.authorized_keys.root', line);
  // Changes nothing about a user that the template has.
  const user = sshUser === 'root' ? [] : [credential('sysusers.extra', `u ${sshUser} - - /home/${sshUser} /bin/sh\n`)];
  return [root, ...user, ...(lines.length === 0 ? [] : [credential('tmpfiles.extra', `${lines.join('\n')}\n`)])];
}

/** tmpfiles.d lines for a user with the usual home directory: key and sudo. */
function filesOf(user: string, key: string, type: 'f~' | 'f+~'): readonly string[] {
  const home = `/home/${user}`;
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  return [
    `d ${home} 0755 ${user} ${user} -`,
    `d ${home}/.ssh 0700 ${user} ${user} -`,
    `${type} ${home}/.ssh/authorized_keys 0600 ${user} ${user} - ${encoded(key)}`,
    `f~ /etc/sudoers.d/${sudoersName(user)} 0440 root root - ${encoded(sudoersLine(user))}`,
  ];
}

function credential(name: string, content: string): string {
  return `io.systemd.credential.binary:${name}=${Buffer.from(content).toString('base64')}`;
}

function declaredWay(domain: DomainSpec, disk: DiskPlan, report: ReportProblem): Way | undefined {
  const value = disk.metadata.provision;
  if (value === undefined || value === null) return undefined;
  const way = WAYS.find((known) => known === value);
  if (way === undefined) {
    const index = domain.disks.findIndex(({ name }) => name === disk.name);
    report({
      severity: 'error',
      code: 'BAD_PROVISION',
      path: ['domains', domain.name, 'disks', index],
      message: `the metadata of disk ${disk.name} says \`provision: ${shownValue(value)}\`, which is none of ${WAYS.join(', ')}`,
    });
  }
  return way;
}

function hasContent({ source }: DiskPlan): boolean {
  return source.kind === 'template' || source.kind === 'template-file' || source.kind === 'file';
}

function shownValue(value: unknown): string {
  return shortened(typeof value === 'string' ? value : JSON.stringify(value));
}
