import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { messageOf, throwIfCancelled } from '../host/errors.ts';
import { ensureDirectory } from '../host/files.ts';
import { forAll } from '../host/parallel.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { collectVm, refuseMissing } from './collect-vm.ts';
import type { CollectOptions, VmCollection } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';

/** What is collected from. */
export interface CollectParts {
  readonly plan: EnvironmentPlan;
  readonly paths: PrefixPaths;
  readonly vms: ReadonlyMap<string, Vm>;
  readonly providers: Providers;
}

/**
 * Collects the artifacts of all machines at once into `<directory>/<vm>/`; an existing directory is moved aside. What
 * cannot be had from one machine is in its report and stops nothing.
 *
 * @throws {GuestError} `ARTIFACTS_MISSING` at the end, when `ignoreMissing` is false and something was not there, or cut.
 */
export async function collectEnvironment(
  parts: CollectParts,
  directory: string,
  options: CollectOptions,
  services: Services,
): Promise<VmCollection[]> {
  const target = resolve(directory);
  await moveAside(target);
  await ensureDirectory(target);
  const reports = await forAll(parts.vms.values(), (vm) =>
    collectOne(vm, parts, join(target, vm.name), options, services),
  );
  if (options.diagnostics) await copyLogs(parts.paths, target);
  if (options.ignoreMissing === false) refuseMissing(reports);
  return reports;
}

async function collectOne(
  vm: Vm,
  { plan, providers }: CollectParts,
  directory: string,
  options: CollectOptions,
  { log, signal }: Services,
): Promise<VmCollection> {
  const domain = plan.domains.get(vm.name);
  await ensureDirectory(directory);
  if (options.diagnostics && domain) {
    try {
      const { serialLog } = await providers.diagnostics(domain, directory, { log, signal });
      if ('file' in serialLog) await copyFile(serialLog.file, join(directory, basename(serialLog.file)));
    } catch (error) {
      throwIfCancelled(signal, 'collecting artifacts');
      log.warning(`VM ${vm.name}: its console or screen could not be collected: ${messageOf(error)}`);
    }
  }
  return collectVm(vm, directory, { ...options, ...(signal ? { signal } : {}) }, log);
}

/** Lago's logs, and nothing else of the prefix: its keys must never be in an artifact. */
async function copyLogs(paths: PrefixPaths, target: string): Promise<void> {
  for (const file of [paths.logFile, paths.watchdogLog]) {
    if (existsSync(file)) await copyFile(file, join(target, basename(file)));
  }
}

/** Earlier collections are kept, as Lago keeps them: `<directory>.<date>_<time>`. */
async function moveAside(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  const stamp = `${directory}.${new Date().toISOString().slice(0, 19).replace('T', '_')}`;
  // Two within one second.
  const names = [stamp, ...Array.from({ length: 1000 }, (_, index) => `${stamp}.${index + 1}`)];
  await rename(directory, names.find((name) => !existsSync(name)) ?? stamp);
}
