import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import { type EntryFiles, type EntryRecord, entryFiles, readRecord, validMark } from './entry.ts';
import { lastUsed } from './last-used.ts';
import type { TemplateName } from './types.ts';

/** A template that is in the store. */
export interface StoreEntry extends TemplateName {
  readonly files: EntryFiles;
  /** Bytes that it takes on the disk. */
  readonly allocated: number;
  readonly lastUsed: Date;
  /** Whether its file is the one that was verified. */
  readonly verified: boolean;
  readonly record?: EntryRecord;
}

/** What is left of a template that is not there (yet): a part of a download, and files of killed processes. */
export interface Remains extends TemplateName {
  readonly files: EntryFiles;
  /** Absolute paths. */
  readonly leftovers: readonly string[];
  /** Bytes that they take on the disk. */
  readonly allocated: number;
  /** When something was last written to them. */
  readonly changed: Date;
}

/** What a store has. */
export interface StoreInventory {
  /** Those used last come first. */
  readonly entries: readonly StoreEntry[];
  readonly remains: readonly Remains[];
}

/** Suffixes of files that belong to a template and are no images. */
const SUFFIX = /\.(?:metadata|hash|record|verified|lock|part|part\.state|tmp|tmp\.qcow2)$/;
/** What `temporaryName` makes of these. */
const TEMPORARY = /^\.(.+)\.\d+\.[0-9a-f]{8}\.tmp$/;
/** What is never there beside a complete image, unless somebody is at work on it. */
const UNFINISHED = /\.(?:lock|part|part\.state|tmp|tmp\.qcow2)$/;

/** Looks through a store; an empty one when it does not exist. */
export async function inventory(directory: string): Promise<StoreInventory> {
  const groups = Map.groupBy(await namesIn(directory), idOf);
  const found = await Promise.all(
    [...groups].flatMap(([id, names]) => {
      const name = parseId(id);
      return name ? [describe(directory, name, id, names)] : [];
    }),
  );
  const entries = found.flatMap(({ entry }) => entry ?? []);
  return {
    entries: entries.sort((one, other) => other.lastUsed.getTime() - one.lastUsed.getTime()),
    remains: found.flatMap(({ remains }) => remains ?? []),
  };
}

/** The parts of `<repository>:<template>:<version>`; undefined for other text. */
export function parseId(id: string): TemplateName | undefined {
  const [repository, template, version, ...more] = id.split(':');
  if (!repository || !template || !version || more.length > 0) return undefined;
  return { repository, template, version };
}

function idOf(file: string): string {
  const name = TEMPORARY.exec(file)?.[1] ?? file;
  return name.replace(SUFFIX, '');
}

async function describe(directory: string, name: TemplateName, id: string, names: readonly string[]) {
  const files = entryFiles(directory, name);
  const isThere = names.includes(id);
  const image = isThere ? await statOf(files.image) : undefined;
  const unfinished = names.filter((file) => !isThere || TEMPORARY.test(file) || UNFINISHED.test(file));
  const leftovers = unfinished.filter((file) => file !== id).map((file) => join(directory, file));
  const [remains, record, used, mark] = await Promise.all([
    remainsOf(leftovers),
    readRecord(files),
    lastUsed(files),
    image ? validMark(files) : undefined,
  ]);
  const entry: StoreEntry | undefined = image && {
    ...name,
    files,
    allocated: image.blocks * 512,
    lastUsed: used ?? image.mtime,
    verified: mark !== undefined,
    ...(record ? { record } : {}),
  };
  return { entry, remains: remains && { ...name, files, leftovers, ...remains } };
}

async function remainsOf(files: readonly string[]): Promise<Pick<Remains, 'allocated' | 'changed'> | undefined> {
  const stats = (await Promise.all(files.map(statOf))).filter((each) => each !== undefined);
  if (stats.length === 0) return undefined;
  return {
    allocated: stats.reduce((sum, { blocks }) => sum + blocks * 512, 0),
    changed: new Date(Math.max(...stats.map(({ mtimeMs }) => mtimeMs))),
  };
}

async function statOf(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw fileError(error, 'read', file);
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw fileError(error, 'read', directory);
  }
}
