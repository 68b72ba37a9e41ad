import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decompress } from '../host/compression.ts';
import { discardPart } from '../host/download.ts';
import { fileError, freeBytes, removeTree, syncDirectory, syncFile, writeJson } from '../host/files.ts';
import { hashFile } from '../host/hash.ts';
import type { ImageFormat } from '../host/qcow2.ts';
import { convertImage } from '../host/qemu-img.ts';
import { type EntryFiles, type EntryRecord, writeMark } from './entry.ts';
import { hashMismatch } from './errors.ts';
import { type FetchContext, type Fetched, fetchTemplate } from './fetch.ts';
import { inspectTemplate } from './inspect.ts';
import { type TemplateHash, type TemplateVersion, templateId } from './types.ts';

/**
 * Fetches a template and publishes it in the store: hash verified, image inspected, converted to qcow2 when it is raw. The
 * caller holds the entry's lock. On failure nothing is left, except a download that can be continued.
 *
 * @throws errors of {@link fetchTemplate} and {@link inspectTemplate}; {@link ToolError} `TEMPLATE_HASH_MISMATCH`,
 *   `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`.
 */
export async function fetchAndPublish(
  version: TemplateVersion,
  files: EntryFiles,
  context: FetchContext,
): Promise<void> {
  await removeUnfinished(files);
  warnAboutSha1(version, context);
  const fetched = await fetchTemplate(version, files.part, context);
  try {
    const hashIsOfImage = await unpackVerified(version, files, fetched, context);
    const format = await inspectTemplate(files.temporary, templateId(version), context);
    const converted = format === 'raw' && (await toQcow2(files, context));
    const record = await recordOf(version, files.temporary, 'qcow2', hashIsOfImage && !converted, context);
    await publishImage(version, files, record);
  } catch (error) {
    await removeUnfinished(files);
    throw error instanceof Error && 'syscall' in error ? fileError(error, 'write', files.image) : error;
  } finally {
    await discardPart(files.part);
  }
}

/**
 * Describes the image that is to be published.
 *
 * @param hashIsOfImage whether the image was found to have the repository's hash.
 */
export async function recordOf(
  version: TemplateVersion,
  image: string,
  format: ImageFormat,
  hashIsOfImage: boolean,
  context: FetchContext,
): Promise<EntryRecord> {
  const { hash } = version;
  const known = hashIsOfImage && hash?.algorithm === 'sha256' ? hash.value : undefined;
  const sha256 = known ?? (await hashFile(image, ['sha256'], context.signal)).get('sha256') ?? '';
  return {
    version: 1,
    id: templateId(version),
    format,
    sha256,
    ...(hash === undefined ? {} : { hash }),
    hashIsOfImage,
    fetchedAt: new Date().toISOString(),
  };
}

/**
 * Puts `files.temporary` in place with all that belongs to it. The image comes last: an entry without it does not exist.
 */
export async function publishImage(version: TemplateVersion, files: EntryFiles, record: EntryRecord): Promise<void> {
  await chmod(files.temporary, 0o644);
  await syncFile(files.temporary);
  await writeJson(files.metadata, version.metadata);
  if (version.hash === undefined) await rm(files.hash, { force: true });
  else await writeFile(files.hash, `${version.hash.value}\n`);
  await writeJson(files.record, record);
  await writeMark(files, files.temporary, version.hash);
  await rename(files.temporary, files.image);
  await syncDirectory(dirname(files.image));
}

/**
 * Makes `files.temporary` from what was fetched, and verifies the one or the other: hashes are given for the file that
 * is downloaded as well as for what is in it.
 *
 * @returns whether the hash is that of the unpacked image.
 */
async function unpackVerified(
  version: TemplateVersion,
  files: EntryFiles,
  { compression, from }: Fetched,
  context: FetchContext,
): Promise<boolean> {
  const { hash } = version;
  const found = await digestOf(files.part, hash, context);
  if (compression === undefined) {
    if (hash && found !== hash.value) throw hashMismatch(version, from, hash, found);
    await rename(files.part, files.temporary);
    return hash !== undefined;
  }
  await decompress(files.part, compression, files.temporary, await freeBytes(files.part), context.signal);
  if (hash === undefined || found === hash.value) return false;
  const inside = await digestOf(files.temporary, hash, context);
  if (inside !== hash.value) throw hashMismatch(version, from, hash, inside);
  return true;
}

async function digestOf(file: string, hash: TemplateHash | undefined, { signal }: FetchContext): Promise<string> {
  return hash === undefined ? '' : ((await hashFile(file, [hash.algorithm], signal)).get(hash.algorithm) ?? '');
}

async function toQcow2({ temporary, converted }: EntryFiles, context: FetchContext): Promise<true> {
  await convertImage({ file: temporary, format: 'raw' }, converted, 'qcow2', context);
  await rename(converted, temporary);
  return true;
}

async function removeUnfinished({ temporary, converted }: EntryFiles): Promise<void> {
  await removeTree(temporary);
  await removeTree(converted);
}

function warnAboutSha1(version: TemplateVersion, { log }: FetchContext): void {
  if (version.hash?.algorithm !== 'sha1') return;
  log?.warning(
    `template ${templateId(version)} is verified by a SHA-1 only, which can be forged; its .hash should be a SHA-256`,
  );
}
