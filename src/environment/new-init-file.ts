import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HostError, hasErrorCode, UserError } from '../host/errors.ts';
import { fileError, writeFileAtomic } from '../host/files.ts';
import { imageFormat } from '../host/qcow2.ts';
import { DEFAULT_INIT_FILE } from '../initfile/file-name.ts';
import { parseInitFile } from '../initfile/parse.ts';
import { type StarterOptions, type StarterSystem, starterText } from '../initfile/starter.ts';
import { InitFileError, type Problem } from '../initfile/types.ts';
import { isBuiltinTemplate } from '../templates/builtin/names.ts';
import { resolveOptions } from './host-services.ts';
import type { CommonOptions } from './options.ts';
import { planAnywhere } from './preview.ts';

/** What is to be in a new init file, and where it goes. */
export interface NewInitFileOptions extends CommonOptions, Omit<StarterOptions, 'system'> {
  /** Path of the file; `LagoInitFile` by default. */
  readonly initFile?: string;
  /** Writes over a file that is there; false by default. */
  readonly force?: boolean;
  /** Name of the template that the machines boot; the built-in `debian12` by default. */
  readonly template?: string;
  /** Path of an image that the machines boot instead, such as a cloud image of a distribution. */
  readonly image?: string;
  /** How keys get into guests with that image: `smbios`, `cloud-init` or `guestfs`. */
  readonly provision?: string;
}

/** From vdb to vdz. */
const MAX_DISKS = 25;

/**
 * Writes a commented init file to begin with, one that {@link validateInitFile} accepts.
 *
 * @returns its absolute path.
 * @throws {UserError} `INIT_FILE_EXISTS`, `INIT_FILE_IS_DIRECTORY`, `NEW_OPTION_INVALID`; {@link HostError} `PERMISSION_DENIED`, `FILE_FAILED`, ...
 */
export async function newInitFile(options: NewInitFileOptions = {}): Promise<string> {
  const { cwd } = resolveOptions(options);
  const file = resolve(cwd, options.initFile ?? DEFAULT_INIT_FILE);
  const { vms, nets, memory, vcpu, disks } = options;
  refuseTwice('--vms', vms);
  refuseTwice('--net', nets);
  if (disks !== undefined && disks.length > MAX_DISKS) throw wrong(`--disk: expected at most ${MAX_DISKS} of them`);
  refuseDirectory(file);
  const system = await systemOf(options, cwd);
  const given = { vms, nets, memory, vcpu, disks, system };
  const text = starterText(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  check(text, file, options);
  if (options.force) await writeFileAtomic(file, text);
  else await writeNew(file, text);
  return file;
}

async function systemOf(options: NewInitFileOptions, cwd: string): Promise<StarterSystem | undefined> {
  const { template, image, provision } = options;
  if (image === undefined) {
    if (provision === undefined) return template === undefined ? undefined : templateOf(template);
    throw wrong('`provision` is for images: templates say themselves how they are entered');
  }
  if (template !== undefined) throw wrong('a template and an image exclude each other');
  if (/\.iso$/i.test(image)) {
    throw wrong(`--image: ${image} is an image of a CD-ROM: add it to the file, as a disk with \`format: iso\``);
  }
  const format = await formatOf(resolve(cwd, image));
  return { kind: 'image', path: image, format, ...(provision === undefined ? {} : { provision }) };
}

function templateOf(name: string): StarterSystem {
  return { kind: 'template', name, isElsewhere: !isBuiltinTemplate(name) };
}

/** The image need not be there yet. */
async function formatOf(path: string): Promise<'qcow2' | 'raw'> {
  try {
    return await imageFormat(path);
  } catch (error) {
    if (error instanceof HostError && error.code === 'FILE_FAILED' && hasErrorCode(error.cause, 'ENOENT'))
      return 'qcow2';
    throw error;
  }
}

/** What is wrong with the text is wrong with the options that it is made from. */
function check(text: string, file: string, options: CommonOptions): void {
  try {
    const initFile = parseInitFile(text, { file, strict: true });
    // Where the image may be is for those to say who use the file.
    planAnywhere(initFile, { allowHostPaths: ['/'] }, resolveOptions(options));
  } catch (error) {
    if (!(error instanceof InitFileError)) throw error;
    // What machines have in common is wrong in each of them.
    const problems = new Set(error.problems.map((problem) => `${optionOf(problem)}${problem.message}`));
    throw wrong([...problems].join('; '), error);
  }
}

/** Options by the keys that they are written to. */
const OPTIONS: ReadonlyMap<unknown, string> = new Map([
  ['memory', '--memory'],
  ['vcpu', '--vcpu'],
  ['size', '--disk'],
  ['net', '--net'],
  ['template_name', '--template'],
  ['path', '--image'],
  ['provision', '--provision'],
]);

/** `--memory: ` for a place in the text; nothing where no option is to blame. */
function optionOf({ code, path: [section, , ...keys] }: Problem): string {
  const named = keys.map((key) => OPTIONS.get(key)).findLast((option) => option !== undefined);
  const ofName = section === 'domains' ? '--vms' : '--net';
  const option = code.endsWith('_NAME') ? (named ?? ofName) : named;
  return option === undefined ? '' : `${option}: `;
}

function refuseTwice(option: string, names: readonly string[] = []): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrong(`${option}: ${JSON.stringify(twice)} is there twice`);
}

function refuseDirectory(file: string): void {
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return;
  const hint = 'Give the name of a file in it.';
  throw new UserError('INIT_FILE_IS_DIRECTORY', `cannot write the init file ${file}: it is a directory`, { hint });
}

function wrong(problem: string, cause?: unknown): UserError {
  return new UserError('NEW_OPTION_INVALID', `no init file can be made from these options: ${problem}`, {
    hint: '`lago new --help` says what they are.',
    cause,
  });
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw fileError(error, 'write', file);
    const hint = 'Give another name, or write over it with --force.';
    throw new UserError('INIT_FILE_EXISTS', `there is a file ${file} already`, { hint, cause: error });
  }
}
