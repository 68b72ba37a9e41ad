import { readFile, writeFile } from 'node:fs/promises';
import { messageOf, ToolError } from '../host/errors.ts';
import { writeJson } from '../host/files.ts';
import { hashFile } from '../host/hash.ts';
import { type EntryFiles, type EntryRecord, readRecord, writeMark } from './entry.ts';
import type { FetchContext } from './fetch.ts';
import { inspectTemplate } from './inspect.ts';
import { recordOf } from './publish.ts';
import { type TemplateHash, type TemplateVersion, templateId } from './types.ts';

/** Outcome of verifying an image against what is known about it. */
export type Verdict = { readonly good: true } | { readonly good: false; readonly reason: string };

/** A verdict with what was found on the way. */
type Checked = Verdict & { readonly sha256?: string; readonly hashIsOfImage?: boolean };

/**
 * Verifies an image whose file is not the one that was verified last: restored from a cache, copied, altered, or put
 * there by Lago. A good one is marked, so that this is done once.
 */
export async function verifyEntry(
  version: TemplateVersion,
  files: EntryFiles,
  context: FetchContext,
): Promise<Verdict> {
  const record = await readRecord(files);
  const verdict = record
    ? await checkAgainst(version, files.image, record, context)
    : await checkUnknown(version, files, context);
  if (!verdict.good) return verdict;
  const format = await inspectTemplate(files.image, templateId(version), context).catch((error: unknown) => {
    if (error instanceof ToolError) return error;
    throw error;
  });
  if (format instanceof ToolError) return { good: false, reason: format.message };
  const { sha256 = '', hashIsOfImage = false } = verdict;
  const described = record ?? recordOf(version, format, { sha256, hashIsOfImage });
  try {
    if (record === undefined) await writeJson(files.record, described);
    await writeMark(files, files.image, described.hash);
  } catch (error) {
    // A store that we may only read is used as it is, and verified each time.
    context.log?.debug(`template ${templateId(version)} could not be marked as verified: ${messageOf(error)}`);
  }
  return { good: true };
}

/**
 * Compares an image with its record, and with the repository's hash where that is the image's own. A record may come from
 * a cache with its image: then it proves that the image is whole, and no more.
 */
export async function checkAgainst(
  version: TemplateVersion,
  image: string,
  record: EntryRecord,
  { signal }: FetchContext,
): Promise<Checked> {
  const { hash } = version;
  const own = hash !== undefined && record.hashIsOfImage && sameHash(hash, record.hash) ? hash : undefined;
  const digests = await hashFile(image, ['sha256', ...(own ? [own.algorithm] : [])], signal);
  const found = digests.get('sha256') ?? '';
  if (found !== record.sha256) return { good: false, reason: `its SHA-256 is ${found} instead of ${record.sha256}` };
  if (own === undefined || digests.get(own.algorithm) === own.value) return { good: true };
  return { good: false, reason: `its ${own.algorithm} is not ${own.value}` };
}

/** An image without our record: good when the repository's hash is its own, or when Lago noted that it had verified it. */
async function checkUnknown(
  version: TemplateVersion,
  files: EntryFiles,
  { signal, log }: FetchContext,
): Promise<Checked> {
  const { hash } = version;
  const digests = await hashFile(files.image, ['sha256', ...(hash ? [hash.algorithm] : [])], signal);
  const sha256 = digests.get('sha256') ?? '';
  if (hash === undefined) return { good: true, sha256 };
  const found = digests.get(hash.algorithm);
  if (found === hash.value) return { good: true, sha256, hashIsOfImage: true };
  const noted = await readFile(files.hash, 'utf8').catch(() => '');
  if (noted.trim().toLowerCase() !== hash.value) {
    return { good: false, reason: `its ${hash.algorithm} is ${found} instead of ${hash.value}` };
  }
  const id = templateId(version);
  log?.warning(`template ${id} was converted by Lago and cannot be verified; remove ${files.image} to fetch it anew`);
  return { good: true, sha256 };
}

/**
 * Whether an image that was verified before has the hash that its repository gives now: then, the image may have come when the
 * repository gave another kind of hash, or none. Reads it only where nothing else can tell.
 */
export async function hasHashOf(
  { hash }: TemplateVersion,
  files: EntryFiles,
  { signal }: FetchContext,
): Promise<boolean> {
  const record = await readRecord(files);
  if (hash === undefined || sameHash(record?.hash, hash)) return true;
  if (record && hash.algorithm === 'sha256') return record.sha256 === hash.value;
  // Of a compressed file, only what was in it is here: its other hash cannot be told from that.
  if (record?.hash && (record.hash.algorithm === hash.algorithm || !record.hashIsOfImage)) return false;
  return (await hashFile(files.image, [hash.algorithm], signal)).get(hash.algorithm) === hash.value;
}

/**
 * Notes that an image has the hash of its repository, see {@link hasHashOf}, so that nobody has to find out again. Where files
 * of another user stand in the way, it is found out each time.
 */
export async function noteHash(version: TemplateVersion, files: EntryFiles, { log }: FetchContext): Promise<void> {
  const { hash } = version;
  const record = await readRecord(files);
  if (hash === undefined) return;
  try {
    await writeFile(files.hash, `${hash.value}\n`);
    if (record) await writeJson(files.record, { ...record, hash, hashIsOfImage: true });
    await writeMark(files, files.image, hash);
  } catch (error) {
    log?.debug(`the hash of template ${templateId(version)} could not be noted: ${messageOf(error)}`);
  }
}

/** Whether two hashes are the same; a hash and none are not. */
export function sameHash(one: TemplateHash | undefined, other: TemplateHash | undefined): boolean {
  return one?.algorithm === other?.algorithm && one?.value === other?.value;
}
