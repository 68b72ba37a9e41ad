import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { COMPRESSIONS } from '../host/compression.ts';
import { hasErrorCode, ToolError } from '../host/errors.ts';
import { fetchText } from '../host/fetch-text.ts';
import { fileError, parseJson } from '../host/files.ts';
import { displayUrl, HttpError } from '../host/http.ts';
import type { RetryOptions } from '../host/retry.ts';
import type { RawMapping } from '../initfile/types.ts';
import { addSuffix } from './origin.ts';
import type { TemplateHash, TemplateOrigin } from './types.ts';

/** What lies beside an image. */
export interface TemplateDetails {
  readonly hash?: TemplateHash;
  readonly metadata: RawMapping;
}

/** What was read beside an image, and what may be there but is not for us. */
export interface ReadDetails extends TemplateDetails {
  /** Names of the hash and of the metadata that the server refused (403): object stores do so for what is not there, too. */
  readonly denied: { readonly hash?: string; readonly metadata?: string };
}

/** What reading a file comes to that may be there, but not for us. */
const DENIED = Symbol('denied');

const metadataSchema = z.record(z.string(), z.unknown());
const ALGORITHMS = { 40: 'sha1', 64: 'sha256', 128: 'sha512' } as const;

/**
 * Reads the `.hash` and the `.metadata` beside an image, or beside one of its compressed variants. Both may be missing.
 *
 * @throws {ToolError} `REPOSITORY_INVALID` when one is there but broken; connection errors pass unchanged.
 */
export async function readDetails(origin: TemplateOrigin, options: RetryOptions = {}): Promise<ReadDetails> {
  const [hash, metadata] = await Promise.all([
    readBeside(origin, '.hash', options),
    readBeside(origin, '.metadata', options),
  ]);
  return {
    ...(hash.text === undefined ? {} : { hash: parseHash(hash.text, hash.name) }),
    metadata: metadata.text === undefined ? {} : parseMetadata(metadata.text, metadata.name),
    denied: {
      ...(hash.denied === undefined ? {} : { hash: hash.denied }),
      ...(metadata.denied === undefined ? {} : { metadata: metadata.denied }),
    },
  };
}

/**
 * Parses a hash file: hex digits, possibly with a file name after them (`sha256sum`) or words before them (BSD).
 *
 * @throws {ToolError} `REPOSITORY_INVALID`
 */
export function parseHash(text: string, name: string): TemplateHash {
  const value = /(?<![0-9a-z])(?:[0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-z])/i.exec(text)?.[0].toLowerCase();
  const length = value?.length;
  if (value === undefined || (length !== 40 && length !== 64 && length !== 128)) {
    throw new ToolError('REPOSITORY_INVALID', `${name} holds no SHA-1, SHA-256 or SHA-512 in hex`);
  }
  return { algorithm: ALGORITHMS[length], value };
}

function parseMetadata(text: string, name: string): RawMapping {
  try {
    return parseJson(text, metadataSchema, name);
  } catch (cause) {
    throw new ToolError('REPOSITORY_INVALID', `${name} is not a JSON object`, { cause });
  }
}

/** The file with the given extension beside the image: the image's own first, then those of compressed variants. */
async function readBeside(origin: TemplateOrigin, extension: string, options: RetryOptions): Promise<Beside> {
  let denied: string | undefined;
  for (const { suffix } of [{ suffix: '' }, ...COMPRESSIONS]) {
    const beside = addSuffix(origin, `${suffix}${extension}`);
    const name = beside.kind === 'file' ? beside.path : displayUrl(new URL(beside.url));
    const text = beside.kind === 'file' ? await readLocal(beside.path) : await readRemote(beside.url, options);
    if (typeof text === 'string') return { text, name };
    if (text === DENIED) denied ??= name;
  }
  return { denied };
}

type Beside =
  | { readonly text: string; readonly name: string; readonly denied?: undefined }
  | { readonly text?: undefined; readonly denied: string | undefined };

async function readLocal(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError(error, 'read', path);
  }
}

async function readRemote(url: string, options: RetryOptions): Promise<string | typeof DENIED | undefined> {
  try {
    return await fetchText(url, options);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.status === 403) return DENIED;
    if (error.status === 404 || error.status === 410) return undefined;
    throw error;
  }
}
