import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { serviceProviderNames } from '../guest/services/detect.ts';
import { HostError } from '../host/errors.ts';
import { DEFAULT_INIT_FILE } from '../initfile/file-name.ts';
import { readInitFile } from '../initfile/read.ts';
import { formatWarning, type InitFile, InitFileError, type Problem } from '../initfile/types.ts';
import { hostSubnets } from '../network/host-subnets.ts';
import type { TakenSubnet } from '../network/types.ts';
import type { EnvironmentPlan, HostFacts } from '../providers/plan.ts';
import { DEFAULT_PROVIDER, type Providers } from '../providers/providers.ts';
import { TemplateStore } from '../templates/store.ts';
import { withPlanProblems } from './all-problems.ts';
import type { Catalogue } from './catalogue.ts';
import { leaseStore } from './create.ts';
import { domainDefaults } from './defaults.ts';
import { anyTemplate, catalogueOf, findLock } from './find-templates.ts';
import { type Resolved, resolveOptions } from './host-services.ts';
import { checkLockedLayers } from './lock/layers.ts';
import type { LockFile } from './lock/lock-file.ts';
import type { InitFileOptions, InitOptions } from './options.ts';
import { previewOvas, unreadOvas } from './ova.ts';
import { listRecords } from './owner.ts';
import { pathRules, planEnvironment } from './plan.ts';
import { DOMAIN_DEFAULTS, type PlanContext, type PlannedEnvironment } from './plan-context.ts';
import { faultOfImage } from './plan-files.ts';
import { type JsonObject, planToJson } from './plan-json.ts';
import { resolveWithPlugins } from './plugins/equip.ts';
import { DEFAULT_VM_TYPE } from './plugins/extensions.ts';
import { DEFAULT_PREFIX, DEFAULT_WORKDIR, newPrefixName } from './prefix.ts';
import { maskInitFile } from './secrets.ts';
import type { Services } from './services.ts';
import { templateStore } from './templates/in-use.ts';

/** Stands where the environment's key will be, in a plan for nothing but reading. */
const NO_KEY = 'ssh-ed25519 (made-by-init)';
const NO_UUID = '0'.repeat(32);
const GUESSED_FACTS: HostFacts = { acceleration: 'kvm', arch: 'x86_64' };

/** Everything that a plan is made from, gathered without changing anything. */
export interface Prepared extends Resolved {
  readonly services: Services;
  readonly initFile: InitFile;
  readonly providers: Providers;
  /** Names of the providers that the init file asks for, be they known or not. */
  readonly providerNames: readonly string[];
  readonly facts: HostFacts;
  readonly store: TemplateStore;
  readonly catalogue: Catalogue;
  /** That lies beside the init file; what it pins is in the catalogue already. */
  readonly lock?: LockFile;
}

/** How {@link prepare} goes about it. */
export interface PrepareMode {
  readonly guess?: boolean;
  /** Passes over the lock file. */
  readonly unlocked?: boolean;
  readonly services?: Services;
}

/** A plan as `lago plan` prints it. */
export interface PlanDocument {
  /** The shape of `lago plan -f json`. */
  readonly json: JsonObject;
  readonly plan: EnvironmentPlan;
  readonly warnings: readonly Problem[];
}

/** Reads the init file that options name. @throws {InitFileError} with all mistakes that can be seen without a host. */
export async function readInput(options: InitFileOptions, resolved: Resolved): Promise<InitFile> {
  const { cwd, env } = resolved;
  try {
    return await readInitFile(resolve(cwd, options.initFile ?? DEFAULT_INIT_FILE), {
      env,
      ...(options.strict === undefined ? {} : { strict: options.strict }),
      ...(options.allowedVariables ? { allowedVariables: options.allowedVariables } : {}),
    });
  } catch (error) {
    if (!(error instanceof InitFileError)) throw error;
    throw withPlanProblems(error, (partial) => planAnywhere(partial, options, resolved));
  }
}

/**
 * Gathers what planning needs: the init file, facts about the host, templates. With `guess`, a host without libvirt and
 * templates without a repository are made up, with a warning, since nothing will be carried out.
 *
 * @throws {InitFileError}, {@link HostError} `LIBVIRT_UNREACHABLE`, `KVM_UNUSABLE`, ..., {@link ToolError} of repositories.
 */
export async function prepare(options: InitOptions, mode: PrepareMode = {}): Promise<Prepared> {
  const resolved = mode.services ? resolveOptions(options) : await resolveWithPlugins(options);
  const services = mode.services ?? resolved.services;
  const initFile = await readInput(options, resolved);
  maskInitFile(services.log, initFile, options.defaults);
  for (const warning of initFile.warnings) services.log.warning(formatWarning(warning));
  const providers = services.providers(resolved);
  const providerNames = providersWanted(initFile, options);
  const store = templateStore(services);
  const guess = mode.guess === true;
  const lock = mode.unlocked === true ? undefined : await findLock(options, resolved);
  const asked = factsOf({ providers, providerNames }, options, services, guess);
  const parts = {
    initFile,
    options,
    resolved: { ...resolved, services },
    store,
    services,
    guess,
    online: !guess || mode.unlocked === true,
    lock,
    facts: asked,
  };
  const [facts, catalogue] = await Promise.all([asked, catalogueOf(parts)]);
  return {
    ...{ ...resolved, services, initFile, providers, providerNames, facts, store, catalogue },
    ...(lock ? { lock } : {}),
  };
}

function providersWanted({ domains, nets }: InitFile, { defaults }: InitFileOptions): string[] {
  const fallback = defaults?.vmProvider ?? DOMAIN_DEFAULTS.vmProvider;
  const names = [...domains.values()].map(({ vmProvider }) => vmProvider ?? fallback);
  return [...new Set([...(nets.size > 0 ? [DEFAULT_PROVIDER] : []), ...names])];
}

async function factsOf(
  { providers, providerNames }: Pick<Prepared, 'providers' | 'providerNames'>,
  options: InitOptions,
  services: Services,
  guess: boolean,
): Promise<HostFacts> {
  try {
    const context = { log: services.log, signal: services.signal };
    return await providers.facts(providerNames, options.acceleration ?? 'auto', context);
  } catch (error) {
    if (!guess || !(error instanceof HostError)) throw error;
    services.log.warning(`${error.message}; the plan is made for an x86_64 host with KVM`);
    return GUESSED_FACTS;
  }
}

/** What differs between a plan that is looked at and one that is carried out. */
export interface PlanIdentity {
  readonly uuid: string;
  readonly prefix: string;
  readonly imagesDir: string;
  readonly publicKey: string;
  readonly taken: readonly TakenSubnet[];
}

/** Directories from which disks may come: an init file may be a stranger's. */
export function allowedRoots(prepared: Prepared, options: InitFileOptions, workdir: string): string[] {
  const { cwd, initFile, services } = prepared;
  const more = (options.allowHostPaths ?? []).map((path) => resolve(cwd, path));
  return [cwd, initFile.directory, workdir, services.paths.storeDir, ...more];
}

/** Puts the planner's context together. */
export function planContext(prepared: Prepared, options: InitFileOptions, identity: PlanIdentity): PlanContext {
  const { facts, catalogue, cwd, providers, services } = prepared;
  const vmTypes = [DEFAULT_VM_TYPE, ...(services.extensions?.vmTypes.keys() ?? [])];
  const workdir = dirname(identity.prefix);
  return {
    uuid: identity.uuid,
    prefix: identity.prefix,
    workdir,
    imagesDir: identity.imagesDir,
    cwd,
    host: facts,
    subnets: { ranges: prepared.services.subnetPool(), taken: identity.taken },
    resolveTemplate: catalogue.lookup,
    defaults: domainDefaults(options.defaults, { providers: providers.names, vmTypes }),
    publicKey: identity.publicKey,
    ...(options.skipBootstrap === undefined ? {} : { skipBootstrap: options.skipBootstrap }),
    allowedPaths: [...allowedRoots(prepared, options, workdir), identity.imagesDir],
    providerNames: providers.names,
    networklessProviders: providers.names.filter((name) => providers.get(name).networks === undefined),
    vmTypeNames: vmTypes,
    builderNames: ['virt-customize', 'boot'],
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
    serviceProviderNames: serviceProviderNames(services.extensions?.serviceProviders.keys()),
  };
}

/** Compares the layers of a plan with the lock file. @throws {UserError} `LOCK_FILE_OUTDATED` */
export async function checkFrozen(prepared: Prepared, options: InitFileOptions, plan: EnvironmentPlan): Promise<void> {
  const roots = allowedRoots(prepared, options, dirname(plan.prefix));
  await checkLockedLayers({ plan, prepared, roots, skipBuild: options.skipBuild === true });
}

/** A uuid whose first four digits no other environment of this host has: network names start with just those. */
export function freshUuid(environmentsDir: string): string {
  const used = new Set(listRecords(environmentsDir).map((uuid) => uuid.slice(0, 4)));
  for (;;) {
    const uuid = randomBytes(16).toString('hex');
    if (!used.has(uuid.slice(0, 4))) return uuid;
  }
}

/** Subnets that cannot be had: leased ones, and those that the host uses anyway. */
export async function takenSubnets(services: Services): Promise<readonly TakenSubnet[]> {
  const [leased, routed] = await Promise.all([leaseStore(services).takenSubnets(), hostSubnets()]);
  return [...leased, ...routed];
}

/**
 * Plans an init file without touching anything: addresses, disks and libvirt definitions as `init` would decide them now.
 *
 * @throws as `init`, and {@link InitFileError} for what only planning finds.
 */
export async function planInitFile(options: InitOptions = {}): Promise<PlanDocument> {
  const prepared = await prepare(options, { guess: true });
  const { services, cwd, providers } = prepared;
  const prefix = join(resolve(cwd, options.workdir ?? DEFAULT_WORKDIR), newPrefixName(options.prefixName));
  const known = planContext(prepared, options, {
    uuid: freshUuid(services.paths.environmentsDir),
    prefix,
    imagesDir: join(prefix, 'images'),
    publicKey: NO_KEY,
    taken: await takenSubnets(services),
  });
  const context = { ...known, faultOf: faultOfImage };
  planEnvironment(prepared.initFile, context);
  const initFile = await previewOvas(prepared.initFile, {
    ...context,
    rules: pathRules(prepared.initFile, context),
    services,
  });
  const plan = planEnvironment(initFile, context);
  if (options.frozen === true) await checkFrozen(prepared, options, plan);
  const warnings = [...initFile.warnings, ...unreadOvas(initFile), ...plan.warnings];
  return { plan, json: planToJson(plan, providers.describe(plan)), warnings };
}

/**
 * Checks an init file as far as that goes without a host: syntax, keys, types, and the topology. OVAs are not read.
 *
 * @throws {InitFileError} with all errors.
 */
export async function validateInitFile(
  options: InitFileOptions = {},
): Promise<{ readonly warnings: readonly Problem[] }> {
  const resolved = await resolveWithPlugins(options);
  const initFile = await readInput(options, resolved);
  const { warnings } = planAnywhere(initFile, options, resolved);
  return { warnings: [...initFile.warnings, ...unreadOvas(initFile), ...warnings] };
}

/** Plans an init file as if the host and its templates were as one may wish, and all of its subnets free. */
export function planAnywhere(initFile: InitFile, options: InitFileOptions, resolved: Resolved): PlannedEnvironment {
  const { services } = resolved;
  const store = new TemplateStore(services.paths.storeDir);
  const lookup = anyTemplate(store);
  const nothing = async () => '';
  const nobody = async () => undefined;
  const catalogue: Catalogue = { lookup, versions: [], snapshots: [], wanted: false, fetch: nothing, renew: nobody };
  const providers = services.providers(resolved);
  const parts = { ...resolved, initFile, providers, providerNames: [], facts: GUESSED_FACTS, store, catalogue };
  return planDryly(parts, options);
}

/** Plans with what is known already, without regard to what others use on this host. */
export function planDryly(prepared: Prepared, options: InitFileOptions): PlannedEnvironment {
  const prefix = join(prepared.cwd, DEFAULT_WORKDIR, DEFAULT_PREFIX);
  const imagesDir = join(prefix, 'images');
  const identity = { uuid: NO_UUID, prefix, imagesDir, publicKey: NO_KEY, taken: [] };
  return planEnvironment(prepared.initFile, planContext(prepared, options, identity));
}
