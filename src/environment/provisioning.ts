import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan, Provisioning } from '../providers/plan.ts';

/** What a template's metadata may say under `provision`. */
const WAYS = ['smbios', 'cloud-init', 'guestfs'] as const;

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
  if (!domain.bootstrap || skipBootstrap) return { kind: 'none' };
  const [first] = disks;
  if (first && hasContent(first)) return { kind: declared[0] ?? 'guestfs' };
  const later = declared.find((way) => way !== undefined && HARMLESS.includes(way));
  return { kind: later ?? 'none' };
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
    ...(sshUser === 'root' ? [] : keyFileOf(sshUser, line, hasRun ? 'f+~' : 'f~')),
  ];
  const root = credential('ssh.authorized_keys.root', line);
  return lines.length === 0 ? [root] : [root, credential('tmpfiles.extra', `${lines.join('\n')}\n`)];
}

/** tmpfiles.d lines for a user that the template has, with the usual home directory. */
function keyFileOf(user: string, line: string, type: 'f~' | 'f+~'): readonly string[] {
  const directory = `/home/${user}/.ssh`;
  const content = Buffer.from(line).toString('base64');
  return [
    `d ${directory} 0700 ${user} ${user} -`,
    `${type} ${directory}/authorized_keys 0600 ${user} ${user} - ${content}`,
  ];
}

function credential(name: string, content: string): string {
  return `io.systemd.credential.binary:${name}=${Buffer.from(content).toString('base64')}`;
}

function declaredWay(domain: DomainSpec, disk: DiskPlan, report: ReportProblem): (typeof WAYS)[number] | undefined {
  const value = disk.metadata.provision;
  if (value === undefined || value === null) return undefined;
  const way = WAYS.find((known) => known === value);
  if (way === undefined) {
    const index = domain.disks.findIndex(({ name }) => name === disk.name);
    report({
      severity: 'error',
      code: 'BAD_PROVISION',
      path: ['domains', domain.name, 'disks', index],
      message: `the metadata of disk ${disk.name} says \`provision: ${String(value)}\`, which is none of ${WAYS.join(', ')}`,
    });
  }
  return way;
}

function hasContent({ source }: DiskPlan): boolean {
  return source.kind === 'template' || source.kind === 'template-file' || source.kind === 'file';
}
