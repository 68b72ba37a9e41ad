import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasErrorCode } from '../host/errors.ts';
import { fileError, readJsonIfExists, writeJson } from '../host/files.ts';
import { type TemplateName, templateId } from './types.ts';

/** Files of one template version in the store, Lago's names and some of ours. */
export interface EntryFiles {
  /** The image. It is there only when it is complete. */
  readonly image: string;
  readonly metadata: string;
  /** Hash that the repository gave. */
  readonly hash: string;
  /** What was published, see {@link EntryRecord}. */
  readonly record: string;
  /** That this very file was verified on this host, see {@link EntryMark}. */
  readonly mark: string;
  readonly lock: string;
  /** Download under way. */
  readonly part: string;
  /** Image in the making. */
  readonly temporary: string;
  /** Raw image on its way to qcow2. */
  readonly converted: string;
}

/** Where the files of a template version are. */
export function entryFiles(directory: string, name: TemplateName): EntryFiles {
  const image = join(directory, templateId(name));
  return {
    image,
    metadata: `${image}.metadata`,
    hash: `${image}.hash`,
    record: `${image}.record`,
    mark: `${image}.verified`,
    lock: `${image}.lock`,
    part: `${image}.part`,
    temporary: `${image}.tmp`,
    converted: `${image}.tmp.qcow2`,
  };
}

/** Removes an entry with all that belongs to it, but not its lock. */
export async function removeEntry(files: EntryFiles): Promise<void> {
  const { lock: _, ...others } = files;
  for (const file of Object.values(others)) await rm(file, { force: true });
  await rm(`${files.part}.state`, { force: true });
}

const hashSchema = z.object({ algorithm: z.enum(['sha1', 'sha256', 'sha512']), value: z.string() });

/** Shape of an {@link EntryRecord}. */
export const recordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  format: z.enum(['qcow2', 'raw']),
  /** SHA-256 of the image as published. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the repository said. */
  hash: hashSchema.exactOptional(),
  /** Whether that hash is the published image's own, or that of what was downloaded and then unpacked or converted. */
  hashIsOfImage: z.boolean(),
  fetchedAt: z.string(),
});

/** What an entry is: travels with it into caches. */
export type EntryRecord = Readonly<z.infer<typeof recordSchema>>;

/**
 * Identity of the file that was verified. A restored, copied or altered image has another one, and is verified again
 * before it is used.
 */
const markSchema = z.object({
  inode: z.string(),
  size: z.string(),
  modified: z.string(),
  hash: hashSchema.exactOptional(),
});
export type EntryMark = Readonly<z.infer<typeof markSchema>>;

/** Reads an entry's record; undefined when there is none, or a broken one. */
export async function readRecord(files: EntryFiles): Promise<EntryRecord | undefined> {
  return readJsonIfExists(files.record, recordSchema).catch(() => undefined);
}

/** The verified mark that an entry has now, if it fits the image that is there. */
export async function validMark(files: EntryFiles): Promise<EntryMark | undefined> {
  const [mark, now] = await Promise.all([
    readJsonIfExists(files.mark, markSchema).catch(() => undefined),
    identity(files.image),
  ]);
  const fits = mark?.inode === now?.inode && mark?.size === now?.size && mark?.modified === now?.modified;
  return fits ? mark : undefined;
}

/** Marks the file `image` (to be renamed to the entry's image, or that already) as verified against `hash`. */
export async function writeMark(files: EntryFiles, image: string, hash: EntryMark['hash']): Promise<void> {
  const now = await identity(image);
  if (now !== undefined) await writeJson(files.mark, hash === undefined ? now : { ...now, hash });
}

async function identity(file: string): Promise<Omit<EntryMark, 'hash'> | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return { inode: `${ino}`, size: `${size}`, modified: `${mtimeNs}` };
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError(error, 'read', file);
  }
}
