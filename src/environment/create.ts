import { existsSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateKeys, linkLagoKeyNames } from '../guest/keys.ts';
import { hasErrorCode, StateError, UserError } from '../host/errors.ts';
import { ensureDirectory, fileError, writeFileAtomic, writeJson } from '../host/files.ts';
import { parseSubnet, type Subnet4 } from '../host/ipv4.ts';
import { forAll } from '../host/parallel.ts';
import { LeaseStore } from '../network/leases.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import { providersOf } from '../providers/providers.ts';
import type { OwnerRecord } from './owner.ts';
import { savePlan } from './plan-store.ts';
import {
  currentPrefix,
  draftOf,
  netSpecFile,
  newPrefixName,
  type PrefixPaths,
  setCurrent,
  vmSpecFile,
} from './prefix.ts';
import type { Services } from './services.ts';

/** Version of the saved layout, in the place where Lago keeps its own. */
const LAYOUT_VERSION = '1.0.3';

/** Where a new environment goes. */
export interface Place {
  readonly workdir: string;
  readonly prefix: string;
  readonly prefixName: string;
}

/**
 * Checks that an environment can be made at a place.
 *
 * @throws {StateError} `PREFIX_EXISTS`; {@link UserError} `PREFIX_NAME_INVALID`, `WORKDIR_NOT_A_DIRECTORY`.
 */
export function checkPlace(workdir: string, name: string | undefined): Place {
  const prefixName = newPrefixName(name);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(prefixName)) {
    throw new UserError('PREFIX_NAME_INVALID', `the prefix name "${prefixName}" is not usable as a directory name`, {
      hint: 'Use letters, digits, dots, dashes and underscores.',
    });
  }
  const prefix = join(workdir, prefixName);
  if (existsSync(workdir) && !statSync(workdir).isDirectory()) {
    throw new UserError('WORKDIR_NOT_A_DIRECTORY', `the workdir ${workdir} is not a directory`);
  }
  if (existsSync(prefix)) throw prefixExists(prefix);
  return { workdir, prefix, prefixName };
}

function prefixExists(prefix: string): StateError {
  return new StateError('PREFIX_EXISTS', `there is an environment at ${prefix} already`, {
    hint: 'Use it, remove it with `lago destroy`, or choose another name with --prefix-name.',
  });
}

/** Topmost directory on the way to `path` that does not exist yet; undefined when all are there. */
export function firstMissing(path: string): string | undefined {
  if (existsSync(path)) return undefined;
  return firstMissing(dirname(path)) ?? path;
}

/**
 * Makes the directories, the uuid and the keys of a prefix. Gives the public key.
 *
 * @throws {StateError} `PREFIX_EXISTS` when another process was quicker; what is there is its own then.
 */
export async function makePrefix(paths: PrefixPaths, uuid: string, imagesDir: string): Promise<string> {
  await claimPrefix(paths.root, uuid);
  for (const directory of [paths.virt, paths.logs, imagesDir]) await ensureDirectory(directory);
  const { publicKey } = await generateKeys(paths.root, `lago-${uuid.slice(0, 8)}`);
  await linkLagoKeyNames(paths.root);
  return publicKey;
}

/** Makes the directory of a prefix, which has its uuid from the first moment on: so it is always known whose it is. */
async function claimPrefix(prefix: string, uuid: string): Promise<void> {
  const draft = draftOf({ prefix, uuid });
  await ensureDirectory(draft);
  await writeFileAtomic(join(draft, 'uuid'), uuid);
  try {
    await rename(draft, prefix);
  } catch (error) {
    throw hasErrorCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')
      ? prefixExists(prefix)
      : fileError(error, 'make', prefix);
  }
}

/** Subnets that an environment's plan needs. */
export function subnetsOf(plan: EnvironmentPlan): Subnet4[] {
  return [...plan.nets.values()].flatMap(({ subnet }) => (subnet === undefined ? [] : (parseSubnet(subnet) ?? [])));
}

/** The names under which the plan's objects will exist, for the owner record. */
export function objectsOf(plan: EnvironmentPlan): Pick<OwnerRecord, 'domains' | 'nets' | 'tpms' | 'providers'> {
  const domains = [...plan.domains.values()];
  const tpms = domains.filter(({ tpm }) => tpm === true).map(({ libvirtName, uuid }) => ({ libvirtName, uuid }));
  return {
    domains: domains.map((domain) => domain.libvirtName),
    nets: [...plan.nets.values()].map(({ name, libvirtName, bridge, type, uplink }) => ({
      ...{ name, libvirtName, bridge, type },
      ...(uplink ? { uplink: uplink.interface } : {}),
    })),
    ...(tpms.length === 0 ? {} : { tpms }),
    providers: providersOf(plan).map((name) => ({
      name,
      domains: domains.filter((domain) => domain.vmProvider === name).map((domain) => domain.libvirtName),
    })),
  };
}

/** The lease store of this host. A lease is good as long as the environment's record says so, too. */
export function leaseStore(services: Services): LeaseStore {
  const { leaseDir, environmentsDir } = services.paths;
  return new LeaseStore({
    directory: leaseDir,
    isOwned: (uuid) => existsSync(join(environmentsDir, `${uuid}.json`)),
    signal: services.signal,
    log: services.log,
  });
}

/** Writes the specs as Lago does (`virt/env`, `virt/net-*`, `virt/vm-*`) and the plan, then marks the prefix as complete. */
export async function saveSpecs(plan: EnvironmentPlan, paths: PrefixPaths): Promise<void> {
  const nets = [...plan.nets.values()];
  const domains = [...plan.domains.values()];
  const writes = [
    ...nets.map((net) => () => writeJson(netSpecFile(paths, net.name), net.spec)),
    ...domains.map((domain) => () => writeJson(vmSpecFile(paths, domain.name), domain.spec, { mode: 0o600 })),
    () => writeJson(join(paths.virt, 'env'), { nets: [...plan.nets.keys()], vms: [...plan.domains.keys()] }),
    () => savePlan(paths.plan, plan),
  ];
  // None goes on when this has failed: what is there is removed then.
  await forAll(writes, (write) => write());
  await writeJson(paths.metadata, { lago_version: LAYOUT_VERSION });
  await writeFileAtomic(paths.initialized, '');
}

/** Makes the new prefix current when it is the first one, or when that is wanted. */
export async function makeCurrent({ workdir, prefixName }: Place, wanted: boolean): Promise<void> {
  if (wanted || currentPrefix(workdir) === undefined) await setCurrent(workdir, prefixName);
}
