import { join } from 'node:path';
import { builderName } from '../disks/layers/builders.ts';
import { type PathRules, resolvePath } from '../disks/paths.ts';
import type { DiskPlanner } from '../disks/plan.ts';
import { namedUuid } from '../host/named-uuid.ts';
import type { DomainSpec, KeyPath, ReportProblem } from '../initfile/types.ts';
import type { NetworkPlan } from '../network/plan.ts';
import { hostOf } from '../providers/machine.ts';
import type { DomainPlan } from '../providers/plan.ts';
import { planBoot } from './boot.ts';
import { DEFAULT_VCPU, planCpu } from './cpu.ts';
import { machineParts, planMachine } from './machine.ts';
import { checkBuilds, checkOptions } from './plan-build.ts';
import type { DomainDefaults, PlanContext } from './plan-context.ts';
import { EXTERNAL_BOOT_TIMEOUT, planExternal } from './plan-external.ts';
import type { ScriptPlanner } from './plan-scripts.ts';
import { chooseProvisioning, credentialStrings } from './provisioning.ts';
import { domainSpec } from './saved-spec.ts';

/** What is decided already when a domain is planned. */
export interface DomainParts {
  readonly context: PlanContext;
  readonly networks: NetworkPlan;
  readonly disks: DiskPlanner;
  readonly paths: PathRules;
  readonly scripts: ScriptPlanner;
  readonly report: ReportProblem;
}

/** Decides one domain. Mistakes of the init file go to `report`; the plan is only good when there were none. */
export function planDomain(domain: DomainSpec, parts: DomainParts): DomainPlan {
  const { context, networks, disks: planner, report } = parts;
  const { uuid, prefix, defaults, host } = context;
  checkChoices(domain, context, report);
  planner.checkOva(domain);
  const managementNet = networks.managementNets.get(domain.name) ?? '';
  const nics = networks.nics.get(domain.name) ?? [];
  const vmProvider = domain.vmProvider ?? defaults.vmProvider;
  const external = planExternal(domain, vmProvider, context, parts.paths, report);
  const ip = external.ip ?? nics.find((nic) => nic.net === managementNet)?.ip;
  const dnsDomain = networks.nets.get(managementNet)?.dnsDomainName;
  const isOurs = external.external === undefined;
  const machine = planMachine(domain, host, isOurs ? report : () => undefined);
  const ownDisks = isOurs ? planner.plan(domain, machine) : [];
  checkBuilds(domain, ownDisks, report);
  if (isOurs) checkOptions(domain, context.allowedPaths.includes('/'), report);
  const boot = isOurs ? planBoot(domain, ownDisks, nics, report) : undefined;
  const provisioning = chooseProvisioning(domain, ownDisks, context.skipBootstrap === true, report);
  const disks = provisioning.kind === 'cloud-init' ? [...ownDisks, planner.planSeed(domain, machine)] : ownDisks;
  const distro = domain.distro ?? textOf(ownDisks[0]?.metadata.distro);
  const sshUser = domain.sshUser ?? defaults.sshUser;
  const plan: Omit<DomainPlan, 'spec'> = {
    name: domain.name,
    libvirtName: `${uuid.slice(0, 8)}-${domain.name}`,
    uuid: namedUuid(uuid, 'domain', domain.name),
    memory: domain.memory,
    vcpu: domain.vcpu ?? DEFAULT_VCPU,
    cpu: planCpu(domain, hostOf({ arch: machine.arch }, host), report),
    ...(isOurs ? machineParts(domain, machine, host, () => planner.nvram(domain)) : {}),
    ...(boot === undefined ? {} : { boot }),
    ...(isOurs ? shares(domain, parts) : {}),
    nics,
    disks,
    managementNet,
    ...(ip === undefined ? {} : { ip }),
    fqdn: dnsDomain === undefined ? domain.name : `${domain.name}.${dnsDomain}`,
    ...(distro === undefined ? {} : { distro }),
    sshUser,
    ...(external.external ? { external: external.external } : {}),
    ...passwords(domain, sshUser, defaults),
    bootTimeout: domain.bootTimeSec ?? (external.external ? EXTERNAL_BOOT_TIMEOUT : defaults.bootTimeout),
    provisioning,
    oemStrings: provisioning.kind === 'smbios' ? credentialStrings(context.publicKey, sshUser, disks) : [],
    ...(domain.cloudInit === undefined ? {} : { cloudInit: domain.cloudInit }),
    ...parts.scripts.plan(domain),
    ...serviceProvider(domain, context, report),
    ...(domain.guestAgent === undefined ? {} : { guestAgent: domain.guestAgent }),
    ...(domain.skipExport ? { skipExport: true } : {}),
    groups: domain.groups,
    artifacts: domain.artifacts,
    vmProvider,
    vmType: domain.vmType ?? defaults.vmType,
    ...(domain.ports.length === 0 ? {} : { ports: domain.ports }),
    serialLog: join(context.logsDir ?? join(prefix, 'logs'), `${domain.name}-serial.log`),
  };
  return { ...plan, spec: domainSpec(domain, plan, prefix) };
}

/** As in Lago, a name that nobody knows means that it is found out; here with a warning. */
function serviceProvider(
  { name, serviceProvider: wanted, raw }: DomainSpec,
  { serviceProviderNames: known }: PlanContext,
  report: ReportProblem,
): Pick<DomainPlan, 'serviceProvider'> {
  if (wanted === undefined) return {};
  if (!known || known.includes(wanted)) return { serviceProvider: wanted };
  report({
    severity: 'warning',
    code: 'UNKNOWN_SERVICE_PROVIDER',
    path: ['domains', name, 'service_provider' in raw ? 'service_provider' : 'service_class'],
    message: `there is no service provider \`${wanted}\`; there are ${known.join(', ')}. It is found out instead`,
    unknown: { name: wanted, known },
  });
  return {};
}

/** Shared directories, with their places on the host. */
function shares({ name, shares: specs }: DomainSpec, { paths, report }: DomainParts): Pick<DomainPlan, 'shares'> {
  if (specs.length === 0) return {};
  const planned = specs.map((share, index) => {
    const key = ['domains', name, 'shares', index, 'source'];
    return { ...share, source: resolvePath(share.source, key, paths, report) };
  });
  return { shares: planned };
}

/**
 * Lago overwrites an `ssh-password` of the init file with its configured one; here the file wins. As in Lago, the root
 * password is that of SSH unless given, and giving it means that no configured password is used.
 */
function passwords(
  domain: DomainSpec,
  sshUser: string,
  defaults: DomainDefaults,
): Pick<DomainPlan, 'sshPassword' | 'rootPassword'> {
  const configured = defaults.rootPassword ?? defaults.sshPassword;
  const ofRoot = sshUser === 'root' ? domain.rootPassword : undefined;
  const sshPassword = domain.sshPassword ?? (domain.rootPassword === undefined ? configured : ofRoot);
  const rootPassword = domain.rootPassword ?? sshPassword;
  return {
    ...(sshPassword === undefined ? {} : { sshPassword }),
    ...(rootPassword === undefined ? {} : { rootPassword }),
  };
}

function checkChoices(domain: DomainSpec, context: PlanContext, report: ReportProblem): void {
  const path = ['domains', domain.name];
  const check = (what: string, key: KeyPath, name: string | undefined, known: readonly string[]): void => {
    if (name === undefined || known.includes(name)) return;
    const code = `UNKNOWN_${what.replaceAll(' ', '_').toUpperCase()}`;
    const message = `there is no ${what} \`${name}\`; there are ${known.join(', ')}`;
    report({ severity: 'error', code, path: [...path, ...key], message, unknown: { name, known } });
  };
  check('VM provider', ['vm-provider'], domain.vmProvider, context.providerNames);
  check('VM type', ['vm-type'], domain.vmType, context.vmTypeNames);
  const { builderNames } = context;
  if (builderNames) {
    domain.disks.forEach((disk, index) => {
      for (const { builder } of disk.build) {
        check('builder', ['disks', index, 'build'], builderName(builder), builderNames);
      }
    });
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
