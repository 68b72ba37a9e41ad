import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runSteps } from '../../disks/layers/build.ts';
import type { Builders } from '../../disks/layers/builders.ts';
import { hasErrorCode, messageOf, throwIfCancelled, UserError } from '../../host/errors.ts';
import { removeTree } from '../../host/files.ts';
import type { Logger } from '../../host/log.ts';
import { readQcow2Header } from '../../host/qcow2.ts';
import { checkImage, compressImage } from '../../host/qemu-img.ts';
import { parseRecipe, type Recipe } from '../../initfile/recipe.ts';
import type { Acceleration, Architecture } from '../../providers/plan.ts';
import { type Resolved, resolveOptions } from '../host-services.ts';
import { buildersOf } from '../layers/builders.ts';
import { LOCAL_REPOSITORY, localRepository } from '../repositories.ts';
import { maskBuild } from '../secrets.ts';
import { addTemplate, checkedVersion } from '../templates/add.ts';
import { makeBootDisk, requireBootLoader } from './boot-disk.ts';
import { makeDebianRoot } from './debian-root.ts';
import { accelerationHere, buildRunFor } from './machine.ts';
import { requireRoot } from './namespaces.ts';
import type { BuildTemplateOptions, BuiltTemplate } from './options.ts';
import {
  addToRepository,
  type OutputPlace,
  type PlacedTemplate,
  placeImage,
  publish,
  repositoryIn,
  requireNew,
} from './output.ts';
import { makeScratch } from './scratch.ts';
import { runVirtBuilder } from './virt-builder.ts';

const GIB = 1024 ** 3;
/** Bytes of a disk whose recipe does not say. */
const SIZE = 4 * GIB;
const ARCHITECTURES: Readonly<Record<string, Architecture>> = { x64: 'x86_64', arm64: 'aarch64' };

/** Makes a template from a recipe: see the function of this name in on-demand.ts. */
export async function buildTemplate(options: BuildTemplateOptions): Promise<BuiltTemplate> {
  const resolved = resolveOptions(options);
  const { services, cwd } = resolved;
  const { log, signal } = services;
  const recipe = await readRecipe(resolve(cwd, options.recipe), options, resolved);
  const { name, from, build } = recipe;
  const customize = from.builder === 'virt-builder' ? (from.options.customize ?? {}) : {};
  maskBuild(log, [...build, { options: customize }]);
  const version = checkedVersion(options.version ?? recipe.version ?? new Date().toISOString().slice(0, 10));
  const target = targetOf(options, resolved);
  const place: OutputPlace = { directory: target.directory, name, version };
  await requireNew(place, target.repository);
  const { acceleration = 'auto' } = options;
  const job = new TemplateJob(
    recipe,
    acceleration === 'auto' ? await accelerationOf(recipe, resolved) : acceleration,
    resolved,
  );
  await job.check();
  return log.task(`Build template ${name}:${version}`, async (inner) => {
    await using scratch = await makeScratch(target.directory);
    const draft = await job.make(scratch.path);
    throwIfCancelled(signal, 'the build of the template');
    const header = await readQcow2Header(draft);
    const metadata = { ...job.metadata, size: header?.virtualSize ?? 0, timestamp: Math.floor(Date.now() / 1000) };
    const placed = await publish(place, target.repository, { log: inner, signal }, async () => {
      const image = await placeImage(place, draft, metadata, { log: inner, signal });
      await target.add(place, image, metadata, inner);
      return image;
    });
    const { size } = await stat(placed.image);
    return { name, version, ...placed, size, repository: target.repository };
  });
}

/** Where a template goes. */
interface Target {
  /** Of the image; absolute. */
  readonly directory: string;
  /** Absolute path of the repository file. */
  readonly repository: string;
  /** Makes the repository have it. */
  add(place: OutputPlace, placed: PlacedTemplate, metadata: Metadata, log: Logger): Promise<void>;
}

type Metadata = Readonly<Record<string, unknown>>;

/** The directory that was named, or the repository of this host, whose images lie beside it. */
function targetOf(options: BuildTemplateOptions, { services, cwd }: Resolved): Target {
  const { signal, paths } = services;
  if (options.output !== undefined) {
    const directory = resolve(cwd, options.output);
    return {
      directory,
      repository: repositoryIn(directory),
      add: async (place, _placed, _metadata, log) => addToRepository(place, { log, signal }),
    };
  }
  const { recipe: _recipe, version: _version, output: _output, ...common } = options;
  return {
    directory: join(paths.repositoriesDir, LOCAL_REPOSITORY),
    repository: localRepository(paths),
    add: async ({ name, version }, { image, hash }, metadata, log) => {
      try {
        await addTemplate({ ...common, log, name, version, image, hash, metadata });
      } catch (error) {
        for (const file of [image, `${image}.hash`, `${image}.metadata`]) await removeTree(file);
        throw error;
      }
    },
  };
}

async function readRecipe(file: string, options: BuildTemplateOptions, { env }: Resolved): Promise<Recipe> {
  const { allowedVariables = [] } = options;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = hasErrorCode(error, 'ENOENT', 'ENOTDIR') ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
    throw new UserError('RECIPE_MISSING', `the recipe ${file} ${why}`, { cause: error });
  }
  return parseRecipe(text, { file, env, allowedVariables });
}

function archHere(): Architecture {
  return ARCHITECTURES[process.arch] ?? 'x86_64';
}

/** Asked for only where machines run: packages are put together without. */
async function accelerationOf(recipe: Recipe, { services, env }: Resolved): Promise<Acceleration> {
  if (recipe.from.builder === 'mmdebstrap' && recipe.build.length === 0) return 'tcg';
  return accelerationHere(archHere(), env, { log: services.log, signal: services.signal });
}

/** One template in the making. */
class TemplateJob {
  readonly #recipe: Recipe;
  readonly #resolved: Resolved;
  readonly #acceleration: Acceleration;
  readonly #arch: Architecture;
  readonly #builders: Builders;
  /** What its repository says about it. */
  readonly metadata: Readonly<Record<string, unknown>>;

  constructor(recipe: Recipe, acceleration: Acceleration, resolved: Resolved) {
    this.#recipe = recipe;
    this.#resolved = resolved;
    this.#builders = buildersOf(resolved.services);
    this.#acceleration = acceleration;
    this.#arch = archHere();
    const { name, distro, from } = recipe;
    const isDebian = from.builder === 'mmdebstrap';
    const provision = recipe.provision ?? (isDebian ? 'smbios' : undefined);
    this.metadata = {
      name,
      arch: this.#arch,
      ...(distro === undefined ? {} : { distro }),
      ...(provision === undefined ? {} : { provision }),
      ...(isDebian ? { 'root-partition': '/dev/sda1' } : {}),
      ...recipe.metadata,
    };
  }

  /** Looks before the long part whether it can end well. */
  async check(): Promise<void> {
    const { from } = this.#recipe;
    if (from.builder === 'mmdebstrap') {
      requireRoot('building a template by mmdebstrap');
      if (this.#arch !== 'x86_64') {
        throw new UserError(
          'RECIPE_NOT_HERE',
          `mmdebstrap recipes make disks for x86_64, and this host is ${this.#arch}`,
        );
      }
      await requireBootLoader(this.#resolved.env);
    }
    const run = this.#run('');
    for (const step of this.#steps()) await this.#builders.of(step).check(step, run);
  }

  /** Makes the image in a directory for scratch. @returns its absolute path: compressed, and checked. */
  async make(scratch: string): Promise<string> {
    const { log, signal } = this.#resolved.services;
    const [image, finished] = [join(scratch, 'image.qcow2'), join(scratch, 'finished.qcow2')];
    await this.#makeBase(image, scratch);
    await runSteps(this.#steps(), this.#builders, this.#run(image));
    await log.task('Compress', (inner) => {
      const context = { log: inner, signal };
      return compressImage({ file: image, format: 'qcow2' }, finished, context);
    });
    await checkImage(finished, { signal });
    return finished;
  }

  async #makeBase(image: string, scratch: string): Promise<void> {
    const { services, env } = this.#resolved;
    const { log, signal } = services;
    const { from, directory: cwd, name } = this.#recipe;
    if (from.builder === 'virt-builder') {
      const job = { image, arch: this.#arch, acceleration: this.#acceleration, env, cwd };
      return log.task('virt-builder', (inner) => runVirtBuilder(from.options, { ...job, log: inner, signal }));
    }
    const root = join(scratch, 'root');
    const { size = SIZE, hostname = name } = from.options;
    await log.task('Install packages', (inner) =>
      makeDebianRoot({ ...from.options, hostname }, root, { log: inner, signal }),
    );
    await log.task('Make the disk', (inner) => makeBootDisk(root, size, image, scratch, { log: inner, signal }));
  }

  #steps() {
    return this.#recipe.build.map((step, index) => ({ ...step, entry: index + 1 }));
  }

  #run(image: string) {
    const { services, env } = this.#resolved;
    const { log, signal } = services;
    const host = { arch: this.#arch, acceleration: this.#acceleration, env, log, signal };
    return buildRunFor(this.#recipe, image, this.metadata, host);
  }
}
