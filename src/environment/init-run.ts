import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { LayerStore } from '../disks/layers/store.ts';
import { InternalError, throwIfCancelled } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import { fileSink } from '../host/log-sinks.ts';
import { processIdentity } from '../host/process.ts';
import { formatWarning, type InitFile, type KeyPath } from '../initfile/types.ts';
import { hostSubnets } from '../network/host-subnets.ts';
import type { TakenSubnet } from '../network/types.ts';
import { sweepTransfers } from '../templates/transfer.ts';
import { templateId } from '../templates/types.ts';
import { CiCache } from './ci-cache.ts';
import { copyScripts } from './copy-scripts.ts';
import {
  checkPlace,
  firstMissing,
  leaseStore,
  makeCurrent,
  makePrefix,
  objectsOf,
  type Place,
  saveSpecs,
  subnetsOf,
} from './create.ts';
import { type DiskParts, makeDisks } from './disks.ts';
import { prepareExternal } from './external.ts';
import { fetchTemplates } from './fetch-templates.ts';
import { assertStoreReachable, chooseImagesDir } from './images-dir.ts';
import { undoInit, updateRecord } from './init-record.ts';
import { LayerCache } from './layer-cache.ts';
import { templateDigest } from './layers/base-digest.ts';
import { buildersOf } from './layers/builders.ts';
import { planDiskWork } from './layers/disk-work.ts';
import { dropLayer, isLayerUsed } from './layers/remove.ts';
import type { InitOptions } from './options.ts';
import { importOvas } from './ova.ts';
import { type Owner, type OwnerRecord, writeRecord } from './owner.ts';
import { pathRules, planEnvironment } from './plan.ts';
import type { PlannedEnvironment } from './plan-context.ts';
import { faultOfImage } from './plan-files.ts';
import { DEFAULT_WORKDIR, type PrefixPaths, prefixPaths } from './prefix.ts';
import { allowedRoots, checkFrozen, freshUuid, type Prepared, planContext, takenSubnets } from './preview.ts';
import { type Services, withLog } from './services.ts';
import { checkShares, type ShareRules } from './shares.ts';
import { registerEnvironments } from './templates/in-use.ts';

/** What came of an initialisation. */
export interface Initialized {
  readonly plan: PlannedEnvironment;
  readonly record: OwnerRecord;
  readonly paths: PrefixPaths;
}

/** One initialisation: checks first, then an owner record, then effects; any failure removes all of it again. */
export class InitRun {
  readonly #prepared: Prepared;
  readonly #options: InitOptions;
  readonly #services: Services;
  readonly #place: Place;
  readonly #uuid: string;
  /** As it was written last. */
  #record: OwnerRecord | undefined;
  /** That of the user until the OVAs in it are imported. */
  #initFile: InitFile;

  /** @throws {StateError} `PREFIX_EXISTS` and other reasons why there cannot be an environment at the place. */
  constructor(prepared: Prepared, options: InitOptions) {
    this.#prepared = prepared;
    this.#initFile = prepared.initFile;
    this.#options = options;
    this.#services = prepared.services;
    this.#place = checkPlace(resolve(prepared.cwd, options.workdir ?? DEFAULT_WORKDIR), options.prefixName);
    this.#uuid = freshUuid(this.#services.paths.environmentsDir);
  }

  /** Does it. @throws whatever failed, after everything was removed again. */
  async execute(): Promise<Initialized> {
    const imagesDir = await this.#checkHost();
    await this.#checkPlan(imagesDir, await takenSubnets(this.#services));
    this.#record = this.#firstRecord(imagesDir);
    await writeRecord(this.#services.paths.environmentsDir, this.#record);
    try {
      this.#options.onRecord?.({ uuid: this.#uuid, prefix: this.#place.prefix });
      return await this.#create(this.#record);
    } catch (error) {
      throw await undoInit(error, this.#record, this.#services);
    }
  }

  /** Where the images go. Nothing exists yet, so whatever is wrong with the host leaves no trace. */
  async #checkHost(): Promise<string> {
    const { catalogue } = this.#prepared;
    const { paths } = this.#services;
    const access = this.#access();
    if (catalogue.versions.length > 0) await assertStoreReachable(paths.storeDir, access);
    return chooseImagesDir(join(this.#place.prefix, 'images'), paths.imagesDir, this.#uuid, access);
  }

  async #checkPlan(imagesDir: string, taken: readonly TakenSubnet[]): Promise<void> {
    const plan = this.#plan(imagesDir, taken, 'ssh-ed25519 AAAA');
    if (this.#options.frozen === true) await checkFrozen(this.#prepared, this.#options, plan);
    await checkShares(plan.domains, this.#shareRules());
    for (const warning of plan.warnings) this.#services.log.warning(formatWarning(warning));
    const { log, signal } = this.#services;
    await this.#prepared.providers.check(plan, { log, signal });
  }

  #access(): Pick<ShareRules, 'imageAccess'> {
    const { providers, providerNames } = this.#prepared;
    return { imageAccess: (directory) => providers.imageAccess(providerNames, directory) };
  }

  #shareRules(): ShareRules {
    return { ...this.#access(), roots: allowedRoots(this.#prepared, this.#options, this.#place.workdir) };
  }

  #plan(imagesDir: string, taken: readonly TakenSubnet[], publicKey: string): PlannedEnvironment {
    const identity = { uuid: this.#uuid, prefix: this.#place.prefix, imagesDir, publicKey, taken };
    const context = planContext(this.#prepared, this.#options, identity);
    return planEnvironment(this.#initFile, { ...context, faultOf: faultOfImage });
  }

  async #create(first: OwnerRecord): Promise<Initialized> {
    const paths = prefixPaths(this.#place.prefix);
    const publicKey = await makePrefix(paths, this.#uuid, first.imagesDir);
    const services = withLog(this.#services, this.#services.log.withSinks(fileSink(paths.logFile)));
    await this.#importOvas(first.imagesDir, services);
    const planned = await this.#lease(first, publicKey, services);
    const plan = { ...planned, domains: await checkShares(planned.domains, this.#shareRules()) };
    const { providers } = this.#prepared;
    // What is elsewhere takes its provider to be removed, as do machines that were started.
    const named = { ...first, ...objectsOf(plan), started: providers.hasPlaces(plan) };
    await this.#update(named);
    await this.#bringDisks(plan, this.#diskParts(publicKey, first.imagesDir), services);
    await providers.place(plan, { log: services.log, signal: services.signal });
    await prepareExternal(plan, paths, this.#roots());
    await copyScripts(plan, paths, this.#roots());
    await saveSpecs(plan, paths);
    await makeCurrent(this.#place, this.#options.setCurrent === true);
    throwIfCancelled(services.signal, 'the initialisation');
    const { worker: _done, ...rest } = named;
    const record: OwnerRecord = { ...rest, phase: 'created', owner: this.#owner() };
    await this.#update(record);
    return { plan, record, paths };
  }

  async #importOvas(imagesDir: string, services: Services): Promise<void> {
    const { initFile, cwd } = this.#prepared;
    const place = { cwd, allowedPaths: this.#roots(), ...this.#place };
    this.#initFile = await importOvas(initFile, { imagesDir, rules: pathRules(initFile, place), services });
  }

  /** Plans for good and leases the subnets under one lock, so that nobody takes them in between. */
  async #lease(record: OwnerRecord, publicKey: string, services: Services): Promise<PlannedEnvironment> {
    return leaseStore(services).withPlanning(async (session) => {
      const taken = [...(await session.takenSubnets(this.#uuid)), ...(await hostSubnets())];
      const plan = this.#plan(record.imagesDir, taken, publicKey);
      await session.acquire({ uuidPath: join(record.prefix, 'uuid'), uuid: this.#uuid }, subnetsOf(plan));
      return plan;
    });
  }

  async #fetch(ciCache: CiCache, services: Services): Promise<void> {
    const { catalogue, store } = this.#prepared;
    if (catalogue.versions.length === 0) return;
    await services.log.task('Fetch templates', (log: Logger) =>
      fetchTemplates(catalogue, this.#options.templateCache, store, withLog(services, log), ciCache),
    );
  }

  /** Mistakes of `build` entries are told before the downloads. Keys are made when what they are made of is used. */
  async #checkBuilds(plan: PlannedEnvironment, parts: DiskParts, services: Services): Promise<void> {
    const { catalogue, store } = this.#prepared;
    for (const version of catalogue.versions) {
      if (await store.has(version)) continue;
      await planDiskWork(plan, { ...parts, baseDigest: async () => '' }, services);
      return;
    }
  }

  /** Fetches templates and makes the disks over them. Nobody removes the templates in between. */
  async #bringDisks(plan: PlannedEnvironment, parts: DiskParts, services: Services): Promise<void> {
    const { catalogue, store } = this.#prepared;
    const { signal, log } = services;
    const ciCache = new CiCache(this.#options.templateCache, store.directory, services);
    await sweepTransfers(store.directory);
    try {
      await this.#checkBuilds(plan, parts, services);
      await this.#fetch(ciCache, services);
      throwIfCancelled(signal, 'the initialisation');
      await using _held = await store.hold(catalogue.versions, { signal, log });
      // Before anything lies over what is in the store: whoever prunes it meanwhile looks for us there.
      if (existsSync(store.directory)) await registerEnvironments(services);
      await makeDisks(plan, { ...parts, layerCache: new LayerCache(parts.layerStore, ciCache, services) }, services);
    } finally {
      // What was fetched and built is kept, whatever became of the rest.
      await ciCache.settle();
    }
  }

  #diskParts(publicKey: string, imagesDir: string): DiskParts {
    const { catalogue, facts, cwd, env } = this.#prepared;
    const { services, versions } = { services: this.#services, versions: catalogue.versions };
    const layerStore = new LayerStore(services.paths.storeDir);
    return {
      publicKey,
      layerStore,
      builders: buildersOf(services),
      noCache: this.#options.noCache === true,
      baseDigest: async (source) => {
        const version = versions.find((found) => templateId(found) === templateId(source));
        return version && templateDigest(services.paths.storeDir, version);
      },
      dropLayer: (key) => dropLayer(layerStore, key, services),
      isLayerUsed: (key) => isLayerUsed(layerStore, key, services),
      placeOf: (vm, disk, entry) => this.#placeOf(['domains', vm, 'disks', disk, 'build', entry]),
      imagesDir,
      env,
      publicKeyFile: prefixPaths(this.#place.prefix).publicKey,
      cwd,
      initFile: this.#initFile.file,
      skipBuild: this.#options.skipBuild === true,
      roots: this.#roots(),
      fetchTemplate: async (template, version) => {
        await assertStoreReachable(this.#services.paths.storeDir, this.#access());
        return catalogue.fetch(template, version);
      },
      acceleration: facts.acceleration,
    };
  }

  /** Where the init file has something, for messages. */
  #placeOf(path: KeyPath): string {
    const { file, line } = this.#initFile.locate(path);
    return `${basename(file)}:${line}`;
  }

  #roots(): string[] {
    return allowedRoots(this.#prepared, this.#options, this.#place.workdir);
  }

  #firstRecord(imagesDir: string): OwnerRecord {
    const { workdir, prefix } = this.#place;
    const createdRoot = firstMissing(workdir);
    const { expiresIn, libvirtAuth } = this.#options;
    const now = Date.now();
    return {
      version: 1,
      uuid: this.#uuid,
      createdAt: new Date(now).toISOString(),
      phase: 'creating',
      owner: this.#owner(),
      worker: self(),
      ...(expiresIn === undefined ? {} : { expiresAt: new Date(now + expiresIn * 1000).toISOString() }),
      prefix,
      workdir,
      ...(createdRoot === undefined ? {} : { createdRoot }),
      imagesDir,
      leaseDir: this.#services.paths.leaseDir,
      libvirtUrl: this.#prepared.libvirtUrl,
      ...(libvirtAuth ? { libvirtAuth } : {}),
      ...(this.#services.extensions ? { plugins: [...this.#services.extensions.modules] } : {}),
      started: false,
      domains: [],
      nets: [],
    };
  }

  #owner(): Owner {
    const { owner } = this.#options;
    if (owner?.kind !== 'process') return { kind: 'workdir' };
    const process = processIdentity(owner.pid);
    if (!process) throw new InternalError(`the owner process ${owner.pid} (${owner.label}) does not run`);
    return { kind: 'process', process, label: owner.label };
  }

  async #update(record: OwnerRecord): Promise<void> {
    await updateRecord(record, this.#services);
    this.#record = record;
  }
}

function self() {
  const identity = processIdentity();
  if (!identity) throw new InternalError('/proc does not show this process');
  return identity;
}
