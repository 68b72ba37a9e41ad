import { createDisk, type DiskContext } from '../disks/create.ts';
import { runBuild } from '../disks/provision/customize.ts';
import { buildSeed } from '../disks/provision/seed.ts';
import { runSysprep } from '../disks/provision/sysprep.ts';
import { forAll } from '../host/parallel.ts';
import type { Acceleration, DiskPlan, DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import type { Services } from './services.ts';

/** Images made at once: more only compete for the disk. */
const AT_ONCE = 4;
/** libguestfs appliances at once: each is a virtual machine of its own. */
export const APPLIANCES = 2;

/** What making the disks of an environment needs besides its plan. */
export interface DiskParts {
  readonly publicKey: string;
  /** Directories from which disks may come. */
  readonly roots: readonly string[];
  /** Directory of the images, for downloads that name no place. */
  readonly imagesDir: string;
  /** The user's own settings of libguestfs win. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Brings a template into the store and gives its path, for images that have one as their parent. */
  fetchTemplate(template: string, version: string): Promise<string>;
  readonly acceleration: Acceleration;
  /** File with the public key. */
  readonly publicKeyFile: string;
  /** Directory that relative paths in `build` entries refer to. */
  readonly cwd: string;
  readonly skipBuild: boolean;
}

/** Makes all disks of an environment, then prepares the guests that can only be prepared on their disks. */
export async function makeDisks(plan: EnvironmentPlan, parts: DiskParts, services: Services): Promise<void> {
  const { log, signal } = services;
  const jobs = [...plan.domains.values()].flatMap((domain) => domain.disks.map((disk) => ({ domain, disk })));
  await log.task(`Create ${jobs.length} disks`, (inner) =>
    forAll(
      jobs,
      ({ domain, disk }, abort) => makeOne(domain, disk, parts, { ...services, log: inner, signal: abort }),
      {
        signal,
        limit: AT_ONCE,
      },
    ),
  );
  await prepareDisks(plan, parts, services);
  if (!parts.skipBuild) await buildDisks(jobs, parts, services);
}

async function prepareDisks(plan: EnvironmentPlan, parts: DiskParts, services: Services): Promise<void> {
  const { log, signal } = services;
  const appliances = [...plan.domains.values()].filter((domain) => domain.provisioning.kind === 'guestfs');
  if (appliances.length === 0) return;
  await log.task(`Prepare ${appliances.map((domain) => domain.name).join(', ')} with libguestfs`, (inner) =>
    forAll(appliances, (domain, abort) => prepareDisk(domain, parts, { ...services, log: inner, signal: abort }), {
      signal,
      limit: APPLIANCES,
    }),
  );
}

/** A disk and the domain it belongs to. */
interface DiskJob {
  readonly domain: DomainPlan;
  readonly disk: DiskPlan;
}

async function buildDisks(jobs: readonly DiskJob[], parts: DiskParts, { log, signal }: Services): Promise<void> {
  const wanted = jobs.filter(({ disk }) => disk.build.length > 0);
  if (wanted.length === 0) return;
  const names = wanted.map(({ domain, disk }) => `${domain.name}/${disk.name}`).join(', ');
  await log.task(`Build ${names} with virt-customize`, (inner) =>
    forAll(
      wanted,
      ({ domain, disk }, abort) =>
        runBuild(disk.build, { ...parts, vm: domain.name, disk: disk.path, log: inner, signal: abort }),
      { signal, limit: APPLIANCES },
    ),
  );
}

async function makeOne(domain: DomainPlan, disk: DiskPlan, parts: DiskParts, { log, signal }: Services): Promise<void> {
  const { publicKey, roots, imagesDir } = parts;
  const context: DiskContext = {
    log,
    signal,
    roots,
    imagesDir,
    fetchTemplate: (template, version) => parts.fetchTemplate(template, version),
    makeSeed: (file) => buildSeed({ file, domain, publicKey, log, signal }),
  };
  await createDisk(domain.name, disk, context);
}

async function prepareDisk(domain: DomainPlan, parts: DiskParts, { log, signal }: Services): Promise<void> {
  const [first] = domain.disks;
  if (!first) return;
  const { publicKey, acceleration, env } = parts;
  await runSysprep({ domain, disk: first.path, publicKey, acceleration, env, log, signal });
}
