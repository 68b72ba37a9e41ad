import { rename, stat } from 'node:fs/promises';
import { COMPRESSIONS, type Compression, compressionOf, isCompressed } from '../host/compression.ts';
import { copyHashed } from '../host/copy.ts';
import { discardPart, download } from '../host/download.ts';
import { hasErrorCode, LagoError, ToolError } from '../host/errors.ts';
import { fileError, requireRoom } from '../host/files.ts';
import type { HashAlgorithm } from '../host/hash.ts';
import { displayUrl, HttpError } from '../host/http.ts';
import type { Logger } from '../host/log.ts';
import type { RetryOptions } from '../host/retry.ts';
import { type Unpacked, Unpacking, unpackFile } from '../host/unpacking.ts';
import type { EntryFiles } from './entry.ts';
import { addSuffix } from './origin.ts';
import { type TemplateVersion, templateId } from './types.ts';

/** What fetching may use besides its subject. */
export interface FetchContext {
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
  readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
  /** Called as bytes of a download or of a local file arrive; `total` is undefined when the server does not say. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

/** An image that was fetched, with the digests of what came and, if that was compressed, of the image in it. */
export interface Fetched extends Unpacked {
  /** Path or URL, for messages. */
  readonly from: string;
}

/** A template's image with the suffix to try, and what that suffix promises. */
interface Candidate {
  readonly suffix: string;
  readonly compression: Compression | undefined;
}

/** Where an image is put while it comes. */
type Places = Pick<EntryFiles, 'part' | 'temporary'>;

/**
 * Brings a template's image to `temporary`, unpacked and hashed on the way: from a server the smallest variant there is
 * (`.xz`, `.zst`, `.gz`, then plain), from a directory the plain file before others. A download that was interrupted stays
 * at `part`.
 *
 * @throws {ToolError} `TEMPLATE_MISSING` when there is no variant, `TEMPLATE_UNVERIFIABLE` for plain HTTP without a hash;
 *   `DECOMPRESSION_FAILED`; errors of {@link download} pass unchanged.
 * @throws {HostError} `DISK_FULL`
 */
export async function fetchTemplate(version: TemplateVersion, places: Places, context: FetchContext): Promise<Fetched> {
  const { origin } = version;
  if (origin.kind === 'file') return copyTemplate(version, origin.path, places, context);
  if (version.hash === undefined && origin.url.startsWith('http:')) throw unverifiable(version, origin.url);
  const order = origin.isExact === true ? 'plain only' : 'compressed first';
  let last = 404;
  for (const { suffix, compression } of candidates(new URL(origin.url).pathname, order)) {
    const variant = addSuffix(origin, suffix);
    if (variant.kind !== 'http') continue;
    try {
      return await downloadTemplate(version, variant.url, compression, places, context);
    } catch (error) {
      // Object stores answer 403 for what is not there.
      if (!(error instanceof HttpError) || ![403, 404, 410].includes(error.status)) throw error;
      last = error.status;
    }
  }
  await discardPart(places.part);
  throw missing(version, displayUrl(new URL(origin.url)), last === 403);
}

async function downloadTemplate(
  version: TemplateVersion,
  url: string,
  compression: Compression | undefined,
  { part, temporary }: Places,
  { retry, signal, log, onProgress }: FetchContext,
): Promise<Fetched> {
  const from = displayUrl(new URL(url));
  const tap = new Unpacking({ from, compression, target: temporary, algorithms: algorithmsOf(version) });
  try {
    await download({ ...retry, url, file: part, tap, signal, log, ...(onProgress ? { onProgress } : {}) });
    const unpacked = await tap.finish();
    if (unpacked.content) await discardPart(part);
    else await rename(part, temporary);
    return { from, ...unpacked };
  } catch (error) {
    await tap.abort();
    // What cannot be unpacked now cannot be unpacked later either.
    if (error instanceof LagoError && error.code === 'DECOMPRESSION_FAILED') await discardPart(part);
    throw error;
  }
}

async function copyTemplate(
  version: TemplateVersion,
  path: string,
  { part, temporary }: Places,
  { signal, onProgress }: FetchContext,
): Promise<Fetched> {
  // Of a time when the template was on a server.
  await discardPart(part);
  for (const { suffix, compression } of candidates(path, 'plain first')) {
    const from = `${path}${suffix}`;
    const size = await sizeOf(from);
    if (size === undefined) continue;
    const algorithms = algorithmsOf(version);
    const reading = { signal, onBytes: onProgress && ((bytes: number) => onProgress(bytes, size)) };
    if (compression && (await isCompressed(from, compression))) {
      return { from, ...(await unpackFile(from, { compression, target: temporary, algorithms }, reading)) };
    }
    await requireRoom(temporary, size, from);
    return { from, received: await copyHashed(from, temporary, algorithms, reading) };
  }
  throw missing(version, path);
}

/** The repository's digest, and the one that we keep of every image. */
function algorithmsOf({ hash }: TemplateVersion): readonly HashAlgorithm[] {
  return hash === undefined ? ['sha256'] : ['sha256', hash.algorithm];
}

function candidates(name: string, order: 'compressed first' | 'plain first' | 'plain only'): readonly Candidate[] {
  const own = compressionOf(name);
  const plain: Candidate = { suffix: '', compression: own };
  // A handle that names a compressed file means that file.
  if (own || order === 'plain only') return [plain];
  const compressed = COMPRESSIONS.map((compression) => ({ suffix: compression.suffix, compression }));
  return order === 'plain first' ? [plain, ...compressed] : [...compressed, plain];
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError(error, 'read', path);
  }
}

function missing(version: TemplateVersion, place: string, isDenied = false): ToolError {
  const isExact = version.origin.kind === 'http' && version.origin.isExact === true;
  const names = isExact ? place : [place, ...COMPRESSIONS.map(({ suffix }) => suffix)].join(', ');
  const problem = isDenied
    ? 'is denied (HTTP status 403), or not there, where its repository says'
    : 'is not where its repository says';
  const message = `template ${templateId(version)} ${problem}: ${names}`;
  if (isDenied && !isExact) {
    const hint = 'Check the credentials in the address of the repository, then the source and the handle in its file.';
    return new ToolError('TEMPLATE_MISSING', message, { hint });
  }
  const hint = isExact
    ? 'Its distributor may have removed it: leave `template_version` out, or look for a newer lago-action.'
    : 'Check the source and the handle in the repository file.';
  return new ToolError('TEMPLATE_MISSING', message, { hint });
}

function unverifiable(version: TemplateVersion, url: string): ToolError {
  const place = displayUrl(new URL(url));
  return new ToolError(
    'TEMPLATE_UNVERIFIABLE',
    `template ${templateId(version)} would come over plain HTTP without a hash`,
    {
      hint: `Put ${place}.hash beside the image, with its SHA-256, or serve it over HTTPS.`,
    },
  );
}
