import { stat } from 'node:fs/promises';
import { COMPRESSIONS, type Compression, compressionOf, isCompressed } from '../host/compression.ts';
import { discardPart, download } from '../host/download.ts';
import { hasErrorCode, ToolError } from '../host/errors.ts';
import { run } from '../host/exec.ts';
import { diskFullOf, fileError, removeTree, requireRoom } from '../host/files.ts';
import { displayUrl, HttpError } from '../host/http.ts';
import type { Logger } from '../host/log.ts';
import type { RetryOptions } from '../host/retry.ts';
import { addSuffix } from './origin.ts';
import { type TemplateVersion, templateId } from './types.ts';

/** What fetching may use besides its subject. */
export interface FetchContext {
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
  readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
  /** Called as bytes of a download arrive; `total` is undefined when the server does not say. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

/** A file that was fetched, as it came. */
export interface Fetched {
  /** Path or URL, for messages. */
  readonly from: string;
  /** How it is compressed, if it really is. */
  readonly compression?: Compression;
}

/** A template's image with the suffix to try, and what that suffix promises. */
interface Candidate {
  readonly suffix: string;
  readonly compression: Compression | undefined;
}

/**
 * Brings a template's image to `part`, as it is at its origin: from a server the smallest variant there is (`.xz`,
 * `.zst`, `.gz`, then plain), from a directory the plain file before others.
 *
 * @throws {ToolError} `TEMPLATE_MISSING` when there is no variant, `TEMPLATE_UNVERIFIABLE` for plain HTTP without a hash;
 *   errors of {@link download} pass unchanged.
 * @throws {HostError} `DISK_FULL`
 */
export async function fetchTemplate(version: TemplateVersion, part: string, context: FetchContext): Promise<Fetched> {
  const { origin } = version;
  if (origin.kind === 'file') return copyTemplate(version, origin.path, part, context);
  if (version.hash === undefined && origin.url.startsWith('http:')) throw unverifiable(version, origin.url);
  const order = origin.isExact === true ? 'plain only' : 'compressed first';
  for (const { suffix, compression } of candidates(new URL(origin.url).pathname, order)) {
    const variant = addSuffix(origin, suffix);
    if (variant.kind !== 'http') continue;
    const { url } = variant;
    try {
      const options = { ...context.retry, url, file: part, signal: context.signal, log: context.log };
      const { onProgress } = context;
      await download(onProgress === undefined ? options : { ...options, onProgress });
      return await fetched(displayUrl(new URL(url)), part, compression);
    } catch (error) {
      // Object stores answer 403 for what is not there.
      if (!(error instanceof HttpError) || ![403, 404, 410].includes(error.status)) throw error;
    }
  }
  await discardPart(part);
  throw missing(version, displayUrl(new URL(origin.url)));
}

async function copyTemplate(version: TemplateVersion, path: string, part: string, context: FetchContext) {
  for (const { suffix, compression } of candidates(path, 'plain first')) {
    const source = `${path}${suffix}`;
    const size = await sizeOf(source);
    if (size === undefined) continue;
    await discardPart(part);
    await requireRoom(part, size, source);
    await copy(source, part, context);
    return fetched(source, part, compression);
  }
  throw missing(version, path);
}

/** An image is tens of times bigger than a pipe: cp clones it where the file system can, and can be stopped. */
async function copy(source: string, target: string, { signal, log }: FetchContext): Promise<void> {
  try {
    await run('cp', ['--reflink=auto', '--sparse=auto', '--', source, target], { signal, log });
  } catch (error) {
    await removeTree(target);
    throw diskFullOf(error) ?? error;
  }
}

async function fetched(from: string, part: string, compression: Compression | undefined): Promise<Fetched> {
  return compression && (await isCompressed(part, compression)) ? { from, compression } : { from };
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

function missing(version: TemplateVersion, place: string): ToolError {
  const isExact = version.origin.kind === 'http' && version.origin.isExact === true;
  const names = isExact ? place : [place, ...COMPRESSIONS.map(({ suffix }) => suffix)].join(', ');
  const message = `template ${templateId(version)} is not where its repository says: ${names}`;
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
