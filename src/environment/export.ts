import { join } from 'node:path';
import { measureExport, planExport } from '../disks/export.ts';
import { ImageNames } from '../disks/files.ts';
import { assertCompressor, suffixOf } from '../host/compress.ts';
import { StateError, throwIfCancelled, UserError } from '../host/errors.ts';
import { fileError, requireRoom, syncDirectory, writeFileAtomic } from '../host/files.ts';
import { forAll } from '../host/parallel.ts';
import { formatInitFile } from '../initfile/format.ts';
import type { DiskPlan, DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { checkDestination, checkFileName } from './export-destination.ts';
import { type ExportJob, exportDisk, fileNamesOf } from './export-disk.ts';
import { exportedInitFile } from './export-init-file.ts';
import { publish } from './export-publish.ts';
import { withStaging } from './export-staging.ts';
import type { ExportOptions, ExportReport } from './options.ts';
import { readRecord } from './owner.ts';
import type { Services } from './services.ts';
import { passOverExternal, selectDomains } from './start.ts';

/** Disks written at once, and those that are compressed: each of them takes all cores then. */
const AT_ONCE = { plain: 4, compressed: 2 } as const;
/** Name of the init file as Lago has it. */
const INIT_FILE = 'LagoInitFile';
/** States in which nothing writes to a domain's disks. */
const OFF: readonly string[] = ['down', 'shut off', 'crashed'];

/** What is exported. */
export interface ExportParts {
  readonly plan: EnvironmentPlan;
  readonly providers: Providers;
}

/** Exports machines; see `Environment.exportVms`. */
export async function exportVms(parts: ExportParts, options: ExportOptions, services: Services): Promise<ExportReport> {
  const all = exportable(parts.plan, options);
  // Machines that exist already have no disks of ours: they are in the init file only, unless they were asked for.
  const domains = options.vms?.length ? all : passOverExternal(all, services.log);
  await assertExportable(domains, parts, services);
  if (options.collectOnly) {
    return { vms: pathsOf(domains, (domain) => disksOf(domain).map(({ path }) => path)) };
  }
  if (all.length === 0) {
    throw new UserError('EXPORT_EMPTY', 'there is nothing to export: every VM has `skip-export`');
  }
  const jobs = await planJobs(domains, options, services);
  const initFile = checkFileName(options.initFileName ?? INIT_FILE);
  const names = [...jobs.flatMap(fileNamesOf), initFile];
  const directory = await checkDestination(options.directory ?? '.', names, await forbidden(parts.plan, services));
  if (options.compress) await assertCompressor(options.compress, services);
  await checkRoom(jobs, directory, services);
  throwIfCancelled(services.signal, 'the export');
  await withStaging(parts.plan.uuid, directory, services, async (staging) => {
    await writeDisks(jobs, staging, options, services);
    await writeInitFile(parts.plan, all, jobs, join(staging, initFile), options);
    throwIfCancelled(services.signal, 'the export');
    await publish(names, staging).catch((error: unknown) => Promise.reject(fileError(error, 'write to', directory)));
    await syncDirectory(directory);
  });
  const filesOf = (domain: DomainPlan) =>
    jobs.filter(({ vm }) => vm === domain.name).map(({ fileName }) => join(directory, fileName));
  return { vms: pathsOf(domains, filesOf), initFile: join(directory, initFile) };
}

/** The machines that the caller means and that are not left out by the init file. @throws {StateError} `VM_UNKNOWN` */
function exportable(plan: EnvironmentPlan, { vms }: ExportOptions): DomainPlan[] {
  return [...new Set(selectDomains(plan, vms))].filter((domain) => domain.skipExport !== true);
}

/** @throws {StateError} `OPERATION_UNSUPPORTED`, `VM_RUNNING` */
async function assertExportable(
  domains: readonly DomainPlan[],
  { plan, providers }: ExportParts,
  { log, signal }: Services,
): Promise<void> {
  for (const domain of domains) providers.able(domain, 'disksAreHere', 'export its disks');
  const states = await providers.states(plan, { log, signal });
  const running = domains.filter(({ name }) => !OFF.includes(states.get(name) ?? 'down'));
  if (running.length === 0) return;
  const names = running.map(({ name }) => name).join(' ');
  throw new StateError('VM_RUNNING', `running VMs cannot be exported: ${names.replaceAll(' ', ', ')}`, {
    hint: `Stop them first: \`lago shutdown ${names}\` or \`lago stop ${names}\`.`,
  });
}

/** Disks of a domain that are exported; a seed is made anew from the init file. */
function disksOf({ disks }: DomainPlan): DiskPlan[] {
  return disks.filter(({ source, skipExport }) => source.kind !== 'seed' && skipExport !== true);
}

async function planJobs(
  domains: readonly DomainPlan[],
  { standalone = false, compress }: ExportOptions,
  { paths: { storeDir } }: Services,
): Promise<ExportJob[]> {
  const names = new ImageNames('/');
  const suffix = compress === undefined || compress === false ? '' : suffixOf(compress);
  const all = domains.flatMap((domain) => disksOf(domain).map((disk) => ({ vm: domain.name, disk })));
  const named = all.map(({ vm, disk }) => {
    const name = names.claim(vm, disk.name, disk.device === 'cdrom' ? 'iso' : disk.format).slice(1);
    return { vm, disk, name, fileName: `${name}${suffix}` };
  });
  return forAll(named, async (job) => ({
    ...job,
    image: await planExport(job.disk, { standalone, storeDir }, `disk ${job.disk.name} of VM ${job.vm}`),
  }));
}

/** What goes away with the environment is no place for its export, and the store has only templates. */
async function forbidden({ uuid, prefix }: EnvironmentPlan, { paths }: Services): Promise<string[]> {
  const imagesDir = (await readRecord(paths.environmentsDir, uuid))?.imagesDir;
  return [prefix, paths.storeDir, ...(imagesDir === undefined ? [] : [imagesDir])];
}

async function checkRoom(jobs: readonly ExportJob[], directory: string, services: Services): Promise<void> {
  const sizes = await forAll(jobs, ({ image }, signal) => measureExport(image, { ...services, signal }), {
    signal: services.signal,
    limit: AT_ONCE.plain,
  });
  const bytes = sizes.reduce((total, size) => total + size, 0);
  await requireRoom(directory, bytes, 'the export');
}

async function writeDisks(
  jobs: readonly ExportJob[],
  staging: string,
  { compress, parallel = true }: ExportOptions,
  services: Services,
): Promise<void> {
  const limit = parallel ? (compress ? AT_ONCE.compressed : AT_ONCE.plain) : 1;
  const writeOne = (job: ExportJob, signal: AbortSignal) =>
    services.log.task(`Export disk ${job.disk.name} of VM ${job.vm}`, (log) =>
      exportDisk(job, staging, compress || undefined, { ...services, log, signal }),
    );
  await forAll(jobs, writeOne, { signal: services.signal, limit });
}

async function writeInitFile(
  plan: EnvironmentPlan,
  domains: readonly DomainPlan[],
  jobs: readonly ExportJob[],
  path: string,
  { format = 'yaml' }: ExportOptions,
): Promise<void> {
  const content = exportedInitFile(
    plan,
    new Map(domains.map(({ name }) => [name, jobs.filter(({ vm }) => vm === name)])),
  );
  const secret = domains.some(({ spec }) => 'ssh-password' in spec || 'root-password' in spec);
  await writeFileAtomic(path, formatInitFile(content, format), { mode: secret ? 0o600 : 0o644 });
}

function pathsOf(
  domains: readonly DomainPlan[],
  paths: (domain: DomainPlan) => readonly string[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(domains.map((domain) => [domain.name, paths(domain)]));
}
