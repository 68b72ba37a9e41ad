import { chmod, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { removeAbandoned } from '../host/abandoned.ts';
import { fileError, removeTree, syncDirectory, syncFile, writeFileAtomic, writeJson } from '../host/files.ts';
import { hashFile } from '../host/hash.ts';
import type { ImageFormat } from '../host/qcow2.ts';
import { convertImage } from '../host/qemu-img.ts';
import { type EntryFiles, type EntryRecord, writeMark } from './entry.ts';
import { hashMismatch } from './errors.ts';
import { type FetchContext, type Fetched, fetchTemplate } from './fetch.ts';
import { inspectTemplate } from './inspect.ts';
import { type TemplateVersion, templateId } from './types.ts';

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
  warnAboutNone(version, context);
  try {
    const fetched = await fetchTemplate(version, files, context);
    const image = verified(version, fetched);
    const format = await inspectTemplate(files.temporary, templateId(version), context);
    const published = format === 'raw' ? await toQcow2(files, context) : image;
    await publishImage(version, files, recordOf(version, 'qcow2', published));
  } catch (error) {
    await removeUnfinished(files);
    throw error instanceof Error && 'syscall' in error ? fileError(error, 'write', files.image) : error;
  }
}

/** What is known about the content of an image. */
export interface ImageDigest {
  readonly sha256: string;
  /** Whether the image was found to have the repository's hash. */
  readonly hashIsOfImage: boolean;
}

/** Describes an image that is to be published. */
export function recordOf(version: TemplateVersion, format: ImageFormat, image: ImageDigest): EntryRecord {
  const { hash } = version;
  return {
    version: 1,
    id: templateId(version),
    format,
    sha256: image.sha256,
    ...(hash === undefined ? {} : { hash }),
    hashIsOfImage: image.hashIsOfImage,
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
  else await writeFileAtomic(files.hash, `${version.hash.value}\n`);
  await writeJson(files.record, record);
  await writeMark(files, files.temporary, version.hash);
  await rename(files.temporary, files.image);
  await syncDirectory(dirname(files.image));
}

/**
 * Compares what came with the repository's hash, which may be that of the file that is downloaded as well as of what is in
 * it.
 */
function verified(version: TemplateVersion, { from, received, content }: Fetched): ImageDigest {
  const { hash } = version;
  const sha256 = (content ?? received).get('sha256') ?? '';
  if (hash === undefined) return { sha256, hashIsOfImage: false };
  const found = (content ?? received).get(hash.algorithm) ?? '';
  if (found === hash.value) return { sha256, hashIsOfImage: true };
  if (content && received.get(hash.algorithm) === hash.value) return { sha256, hashIsOfImage: false };
  throw hashMismatch(version, from, hash, found);
}

async function toQcow2({ temporary, converted }: EntryFiles, context: FetchContext): Promise<ImageDigest> {
  await convertImage({ file: temporary, format: 'raw' }, converted, 'qcow2', context);
  await rename(converted, temporary);
  const sha256 = (await hashFile(temporary, ['sha256'], context.signal)).get('sha256') ?? '';
  return { sha256, hashIsOfImage: false };
}

/** Removes what killed processes left of their attempts at an entry, but not a download that can be continued. */
export async function removeUnfinished({ image, temporary, converted }: EntryFiles): Promise<void> {
  await removeAbandoned(dirname(image), (name) => name.startsWith(`${basename(image)}.`));
  await removeTree(temporary);
  await removeTree(converted);
}

/** Files of this host rarely have hashes, and need none; of what comes from a server, nobody would notice the exchange. */
function warnAboutNone({ hash, origin, ...name }: TemplateVersion, { log }: FetchContext): void {
  if (hash !== undefined || origin.kind === 'file') return;
  log?.warning(`template ${templateId(name)} has no hash in its repository: it is taken as its server gives it`);
}

function warnAboutSha1(version: TemplateVersion, { log }: FetchContext): void {
  if (version.hash?.algorithm !== 'sha1') return;
  log?.warning(
    `template ${templateId(version)} is verified by a SHA-1 only, which can be forged; its .hash should be a SHA-256`,
  );
}
