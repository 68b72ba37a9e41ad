import { isIP } from 'node:net';
import { join } from 'node:path';
import { type PathRules, resolvePath } from '../disks/paths.ts';
import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import { isDnsName } from '../network/rules.ts';
import type { DomainPlan, ExternalMachine } from '../providers/plan.ts';
import { SSH_PROVIDER } from '../providers/ssh/provider.ts';
import type { PlanContext } from './plan-context.ts';

/** Seconds that a machine which exists already gets to answer by default: it should be up. */
export const EXTERNAL_BOOT_TIMEOUT = 60;

const HOST_KEY = /^((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[A-Za-z0-9@.-]+ [A-Za-z0-9+/]+=*)(?: .*)?$/;
/** Keys of the init file that mean something for machines that exist already only. */
const KEYS = ['address', 'ssh-port', 'ssh-key', 'host-key'] as const;
/** Keys that say what machine to make. `nics` may give the address, and `cloud-init` has its own error. */
const HARDWARE = [
  'memory',
  'vcpu',
  'cpu_model',
  'cpu_custom',
  'arch',
  'machine',
  'firmware',
  'tpm',
  'boot',
  'graphics',
  'video',
  'shares',
] as const;

/** What is decided about a machine that exists already; nothing for other machines. */
export function planExternal(
  domain: DomainSpec,
  provider: string,
  { prefix, defaults }: Pick<PlanContext, 'prefix' | 'defaults'>,
  paths: PathRules,
  report: ReportProblem,
): Pick<DomainPlan, 'ip' | 'external'> {
  const path = ['domains', domain.name];
  if (provider !== SSH_PROVIDER) {
    checkUnused(domain, report);
    return {};
  }
  const address = domain.address ?? domain.nics.find(({ ip }) => ip !== undefined)?.ip;
  if (address === undefined || !(isIP(address) > 0 || isDnsName(address))) {
    const message = address === undefined ? 'has no `address`' : `has the address \`${address}\``;
    report({
      severity: 'error',
      code: 'BAD_ADDRESS',
      path: domain.address === undefined ? path : [...path, 'address'],
      message: `VM ${domain.name} exists already (vm-provider: ssh), but ${message}; expected a host name or an IP address`,
    });
  }
  const key = keyOf(domain, prefix, paths, report);
  const password = domain.sshPassword ?? defaults.sshPassword ?? defaults.rootPassword;
  if (!key && password === undefined) {
    const message = `VM ${domain.name} exists already (vm-provider: ssh), but nothing lets us in`;
    const hint = 'name a private key with `ssh-key`, or give `ssh-password`';
    report({ severity: 'error', code: 'ACCESS_MISSING', path, message, hint });
  }
  if (domain.disks.length > 0) {
    const message = `VM ${domain.name} exists already (vm-provider: ssh): its \`disks\` are not used`;
    report({ severity: 'warning', code: 'DISKS_UNUSED', path: [...path, 'disks'], message });
  }
  checkIgnored(domain, report);
  const hostKey = hostKeyOf(domain, report);
  const external: ExternalMachine = {
    port: domain.sshPort ?? 22,
    ...(key ? { key } : {}),
    ...(hostKey === undefined ? {} : { hostKey }),
    // The default is true for machines of ours; on others nothing is changed unless that is said.
    installKey: domain.bootstrap && domain.raw.bootstrap !== undefined,
  };
  return { external, ...(address === undefined ? {} : { ip: address }) };
}

function checkUnused(domain: DomainSpec, report: ReportProblem): void {
  for (const key of KEYS.filter((name) => domain.raw[name] !== undefined)) {
    const message = `\`${key}\` is for machines that exist already`;
    const hint = 'add `vm-provider: ssh`, or remove it';
    report({ severity: 'error', code: 'NOT_EXTERNAL', path: ['domains', domain.name, key], message, hint });
  }
}

/** Reports what only a machine of ours can have. */
function checkIgnored({ name, raw, ova }: DomainSpec, report: ReportProblem): void {
  const path = ['domains', name];
  if (ova !== undefined) {
    const message = '`type: ova` and `vm-provider: ssh` exclude each other';
    report({ severity: 'error', code: 'CONFLICTING_KEYS', path: [...path, 'type'], message });
  }
  for (const key of HARDWARE.filter((name) => raw[name] !== undefined && raw[name] !== null)) {
    const message = `\`${key}\` has no effect: VM ${name} exists already (vm-provider: ssh)`;
    report({ severity: 'warning', code: 'IGNORED_KEY', path: [...path, key], message });
  }
}

function keyOf(domain: DomainSpec, prefix: string, paths: PathRules, report: ReportProblem): ExternalMachine['key'] {
  if (domain.sshKey === undefined) return undefined;
  const source = resolvePath(domain.sshKey, ['domains', domain.name, 'ssh-key'], paths, report);
  return { source, file: join(prefix, 'virt', `ssh-key-${domain.name}`) };
}

function hostKeyOf(domain: DomainSpec, report: ReportProblem): string | undefined {
  if (domain.hostKey === undefined) return undefined;
  const key = HOST_KEY.exec(domain.hostKey.trim())?.[1];
  if (key === undefined) {
    const message = 'this is no host key; expected, for example, `ssh-ed25519 AAAAC3Nz...`';
    const hint = '`ssh-keyscan ADDRESS` prints it after the address';
    report({ severity: 'error', code: 'BAD_HOST_KEY', path: ['domains', domain.name, 'host-key'], message, hint });
  }
  return key;
}
