import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type CollectedPath, collectPaths } from '../guest/collect.ts';
import { flattenGuestPath } from '../guest/flatten.ts';
import { GuestError, messageOf, throwIfCancelled } from '../host/errors.ts';
import { ensureDirectory } from '../host/files.ts';
import { forAll } from '../host/parallel.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import type { CollectOptions, VmCollection } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';

/** Bytes taken from one VM unless the caller says otherwise. */
const MAX_BYTES = 2 * 1024 ** 3;
/** Seconds that a guest which seems to run gets to answer; one that hangs must not hold up the evidence of the others. */
const REACH_TIMEOUT = 30;

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
 * @throws {GuestError} `ARTIFACTS_MISSING` at the end, when `ignoreMissing` is false and something was not there.
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
  services: Services,
): Promise<VmCollection> {
  const { log, signal } = services;
  const domain = plan.domains.get(vm.name);
  await ensureDirectory(directory);
  if (options.diagnostics && domain) {
    const { serialLog } = await providers.of(domain).diagnostics(domain, directory, { log, signal });
    if ('file' in serialLog) await copyFile(serialLog.file, join(directory, basename(serialLog.file)));
  }
  try {
    const { collected, missing } = await collectFromGuest(vm, directory, options, services);
    log.info(`VM ${vm.name}: collected ${collected.length} of ${vm.artifacts.length} paths`);
    return { vm: vm.name, collected, missing };
  } catch (error) {
    throwIfCancelled(signal, 'collecting artifacts');
    log.warning(`VM ${vm.name}: its artifacts could not be collected: ${messageOf(error)}`);
    return { vm: vm.name, collected: [], missing: vm.artifacts, error: messageOf(error) };
  }
}

async function collectFromGuest(
  vm: Vm,
  directory: string,
  options: CollectOptions,
  { log, signal }: Services,
): Promise<{ collected: string[]; missing: string[] }> {
  if (vm.artifacts.length === 0) return { collected: [], missing: [] };
  if (!(await vm.running())) throw new GuestError('GUEST_DOWN', 'it is not running');
  await vm.waitForSsh({ timeout: REACH_TIMEOUT, ...(signal ? { signal } : {}) });
  const requests = vm.artifacts.map((source) => ({ source, destination: join(directory, flattenGuestPath(source)) }));
  const results = await collectPaths(vm.connection(), requests, { maxBytes: options.maxBytes ?? MAX_BYTES, signal });
  for (const { source, status, reason, skipped } of results) {
    if (status === 'partial' || status === 'failed')
      log.warning(`VM ${vm.name}: ${source}: ${status}: ${reason ?? 'unknown'}`);
    for (const line of skipped) log.debug(`VM ${vm.name}: ${source}: left out: ${line}`);
  }
  const isThere = (status: CollectedPath['status']) => status === 'collected' || status === 'partial';
  return {
    collected: results.filter(({ status }) => isThere(status)).map(({ source }) => source),
    missing: results.filter(({ status }) => !isThere(status)).map(({ source }) => source),
  };
}

function refuseMissing(reports: readonly VmCollection[]): void {
  const lines = reports.flatMap((report) =>
    report.missing.map((path) => `${report.vm}: ${path}${report.error === undefined ? '' : ` (${report.error})`}`),
  );
  if (lines.length > 0) throw new GuestError('ARTIFACTS_MISSING', `artifacts are missing: ${lines.join(', ')}`);
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
  const stamp = new Date().toISOString().slice(0, 19).replace('T', '_');
  await rename(directory, `${directory}.${stamp}`);
}
