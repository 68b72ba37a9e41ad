import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { hasErrorCode, messageOf, UserError } from '../../host/errors.ts';
import { versionNameSchema } from '../../templates/repository-file.ts';

/** Larger ones are no lock files. */
const MAX_BYTES = 1024 * 1024;
const HASH_LENGTHS = { sha1: 40, sha256: 64, sha512: 128 } as const;

/** Parts of file names in the store, as in repository files: a lock file may be a stranger's. */
const nameSchema = z
  .string()
  .max(80)
  .regex(/^[^./:\p{Cc}][^/:\p{Cc}]*$/u);
const archSchema = z.enum(['x86_64', 'aarch64']);

const templateSchema = z.object({
  /** As the init file names it. */
  name: z.string().min(1).max(200),
  /** Version that the init file asks for, if it does. */
  requested: z.string().max(200).exactOptional(),
  arch: archSchema,
  repository: nameSchema,
  template: nameSchema,
  version: versionNameSchema,
  /** `<algorithm>:<hex>`; none when the repository gives none. */
  hash: z
    .string()
    .regex(/^(?:sha1|sha256|sha512):[0-9a-f]+$/)
    .refine((text) => isHash(text))
    .exactOptional(),
  /** Where its image was, for people: nothing is ever fetched from there. */
  origin: z.string().max(2000).exactOptional(),
});

const layerSchema = z.object({
  vm: z.string().max(200),
  disk: z.string().max(200),
  arch: archSchema,
  key: z.string().regex(/^[0-9a-f]{64}$/),
});

const lockSchema = z.object({
  version: z.literal(1),
  templates: z.array(templateSchema).max(2000),
  layers: z.array(layerSchema).max(10_000),
});

/** What a template that the init file names stands for. */
export type LockedTemplate = Readonly<z.infer<typeof templateSchema>>;
/** Key of the layer that a disk lies on. */
export type LockedLayer = Readonly<z.infer<typeof layerSchema>>;

/** Content of a lock file. */
export interface LockContent {
  readonly templates: readonly LockedTemplate[];
  readonly layers: readonly LockedLayer[];
}

/** A lock file that was read. */
export interface LockFile extends LockContent {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** `<file>:<line>` of an entry. */
  placeOf(entry: LockedTemplate | LockedLayer): string;
}

/** Path of the lock file of an init file: beside it, with its name. */
export function lockFilePath(initFile: string): string {
  return `${initFile}.lock`;
}

/**
 * Reads a lock file. Nothing of what it says is in an error: it may be a link to anything.
 *
 * @returns undefined when there is none.
 * @throws {UserError} `LOCK_FILE_INVALID`
 */
export async function readLockFile(file: string): Promise<LockFile | undefined> {
  const text = await readText(file);
  if (text === undefined) return undefined;
  const content = parse(text, file);
  const lines = text.split('\n');
  // Entries begin with these, in the order of the file.
  const [names, vms] = [/^\s*"name":/, /^\s*"vm":/].map((pattern) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [index + 1] : [])),
  );
  const lineOf = (entry: LockedTemplate | LockedLayer) =>
    'vm' in entry ? vms?.[content.layers.indexOf(entry)] : names?.[content.templates.indexOf(entry)];
  return { ...content, file, text, placeOf: (entry) => `${file}:${lineOf(entry) ?? 1}` };
}

/** The text of a lock file: sorted, a line for everything, so that it can be compared. */
export function renderLock({ templates, layers }: LockContent): string {
  const sorted = {
    version: 1,
    templates: templates
      .map(({ name, requested, arch, repository, template, version, hash, origin }) => {
        return { name, requested, arch, repository, template, version, hash, origin };
      })
      .sort(by(({ name, requested = '', arch }) => [name, requested, arch])),
    layers: layers
      .map(({ vm, disk, arch, key }) => ({ vm, disk, arch, key }))
      .sort(by(({ vm, disk, arch }) => [vm, disk, arch])),
  };
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

function by<T>(keyOf: (one: T) => readonly string[]): (one: T, other: T) => number {
  return (one, other) => {
    const [a, b] = [JSON.stringify(keyOf(one)), JSON.stringify(keyOf(other))];
    return a < b ? -1 : a > b ? 1 : 0;
  };
}

function parse(text: string, file: string): LockContent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const conflict = /^(?:<{7}|>{7}) /m.test(text) ? ': it has conflicts of a merge in it' : '';
    throw invalid(file, `it is not JSON${conflict}`);
  }
  const result = lockSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(file, `${issue?.path.join('.') || 'its content'} is not as expected`);
}

async function readText(file: string): Promise<string | undefined> {
  try {
    // A pipe must not make us wait.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) throw invalid(file, 'it is not a file');
    const { size } = stats;
    if (size > MAX_BYTES) throw invalid(file, `it is larger than ${MAX_BYTES} bytes`);
    return await handle.readFile('utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw invalid(file, messageOf(error));
  }
}

function invalid(file: string, reason: string): UserError {
  const hint = 'Write it anew with `lago lock`.';
  return new UserError('LOCK_FILE_INVALID', `the lock file ${file} cannot be used: ${reason}`, { hint });
}

function isHash(text: string): boolean {
  const [algorithm = '', value = ''] = text.split(':');
  return Object.entries(HASH_LENGTHS).some(([name, length]) => name === algorithm && length === value.length);
}
