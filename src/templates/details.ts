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

const metadataSchema = z.record(z.string(), z.unknown());
const ALGORITHMS = { 40: 'sha1', 64: 'sha256', 128: 'sha512' } as const;

/**
 * Reads the `.hash` and the `.metadata` beside an image, or beside one of its compressed variants. Both may be missing.
 *
 * @throws {ToolError} `REPOSITORY_INVALID` when one is there but broken; connection errors pass unchanged.
 */
export async function readDetails(origin: TemplateOrigin, options: RetryOptions = {}): Promise<TemplateDetails> {
  const [hash, metadata] = await Promise.all([
    readBeside(origin, '.hash', options),
    readBeside(origin, '.metadata', options),
  ]);
  return {
    ...(hash === undefined ? {} : { hash: parseHash(hash.text, hash.name) }),
    metadata: metadata === undefined ? {} : parseMetadata(metadata.text, metadata.name),
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
async function readBeside(origin: TemplateOrigin, extension: string, options: RetryOptions) {
  for (const { suffix } of [{ suffix: '' }, ...COMPRESSIONS]) {
    const beside = addSuffix(origin, `${suffix}${extension}`);
    const text = beside.kind === 'file' ? await readLocal(beside.path) : await readRemote(beside.url, options);
    const name = beside.kind === 'file' ? beside.path : displayUrl(new URL(beside.url));
    if (text !== undefined) return { text, name };
  }
  return undefined;
}

async function readLocal(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError(error, 'read', path);
  }
}

async function readRemote(url: string, options: RetryOptions): Promise<string | undefined> {
  try {
    return await fetchText(url, options);
  } catch (error) {
    // Object stores answer 403 for what is not there.
    if (error instanceof HttpError && [403, 404, 410].includes(error.status)) return undefined;
    throw error;
  }
}
