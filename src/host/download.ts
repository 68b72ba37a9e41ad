import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { z } from 'zod';
import { HostError, hasErrorCode, LagoError, ToolError } from './errors.ts';
import { fileError, freeBytes, readJsonIfExists, requireRoom, writeJson } from './files.ts';
import { displayUrl, type HttpAnswer, parseHttpUrl, sendRequest } from './http.ts';
import { type Attempt, type RetryOptions, withRetries } from './retry.ts';
import { type ByteTap, Tapped } from './tap.ts';

/** How to fetch a file. */
export interface DownloadOptions extends RetryOptions {
  readonly url: string;
  /**
   * Where the bytes go. A part left there by an earlier, interrupted call is continued when the server can prove that
   * its file is still the same. Only one call at a time may use it.
   */
  readonly file: string;
  /** Bytes that must come; what the server announces is checked in any case. */
  readonly expectedSize?: number;
  /** Most bytes to accept; by default what the server announces, else nine tenths of what is free on the disk. */
  readonly maxBytes?: number;
  /** Gets all bytes of the file in order, those of a part that was there too. */
  readonly tap?: ByteTap;
  /** Called as bytes arrive; `total` is undefined when the server does not say. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

/** What was fetched. */
export interface DownloadResult {
  readonly bytes: number;
  /** Where it came from after redirects, without credentials and query. */
  readonly url: string;
}

/** Part of the free room that a file of unknown length may take. */
const MOST_OF_DISK = 0.9;

/** What is remembered beside a part, to continue it. */
const partSchema = z.object({ url: z.string(), validator: z.string() });

/**
 * Fetches a file over HTTP(S) and syncs it to the disk. Interrupted transfers continue where they ended, in this call and
 * in the next; on failure the part stays for that, if it can be continued.
 *
 * @throws {HttpError} a status that retries did not mend; `status` tells which.
 * @throws {ToolError} `CONNECTION_FAILED`, `DOWNLOAD_STALLED`, `DOWNLOAD_TIMEOUT`, `DOWNLOAD_INCOMPLETE`,
 *   `DOWNLOAD_TOO_LARGE`, `REDIRECT_REFUSED` or `URL_INVALID`.
 * @throws {HostError} `DISK_FULL`, before the transfer if its size is known.
 * @throws {CancelledError} when the signal fires.
 */
export async function download(options: DownloadOptions): Promise<DownloadResult> {
  const url = parseHttpUrl(options.url);
  const tapped = new Tapped(options.tap);
  try {
    const result = await withRetries(url, options, (attempt) => transfer(url, { ...options, tapped }, attempt));
    await rm(stateFile(options), { force: true });
    return result;
  } catch (error) {
    if (isHopeless(error) || !(await hasState(options))) await discardPart(options.file);
    throw error;
  }
}

/** Whether what has come so far is of no use to a later call, and only fills the disk. */
function isHopeless(error: unknown): boolean {
  return error instanceof LagoError && ['DISK_FULL', 'DOWNLOAD_TOO_LARGE'].includes(error.code);
}

/** Removes what an interrupted {@link download} to `file` has left; fine when there is nothing. */
export async function discardPart(file: string): Promise<void> {
  await rm(file, { force: true });
  await rm(stateFile({ file }), { force: true });
}

/** A download with what lasts from one attempt to the next. */
interface Transfer extends DownloadOptions {
  readonly tapped: Tapped;
}

async function transfer(url: URL, options: Transfer, attempt: Attempt): Promise<DownloadResult> {
  const file = await openPart(options.file);
  try {
    const part = await resumable(file, url, options);
    const headers = part && { range: `bytes=${part.bytes}-`, 'if-range': part.validator };
    const answer = await sendRequest(url, headers ?? {}, attempt.signal, [416]);
    const start = part === undefined ? 0 : startOf(answer.response, part.bytes);
    if (start === undefined) throw await unusablePart(file, url, answer.response);
    const total = totalOf(answer.response, start);
    await checkRoom(url, options, start, total);
    if ((await file.stat()).size !== start) await file.truncate(start);
    await rememberPart(url, answer.response, options);
    // While we are at what is there already, the server can send nothing: it has not stalled.
    await options.tapped.catchUp(file, start, () => attempt.progress(0, 0));
    const bytes = await writeBody(file, answer, start, total, options, attempt);
    await file.sync();
    return { bytes, url: displayUrl(answer.url) };
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? fileError(error, 'write', options.file) : error;
  } finally {
    await file.close();
  }
}

async function writeBody(
  file: FileHandle,
  { response, url }: HttpAnswer,
  start: number,
  total: number | undefined,
  options: Transfer,
  attempt: Attempt,
): Promise<number> {
  const allowed = options.expectedSize ?? options.maxBytes;
  // What has no end must not take the room of all others before that is noticed.
  const spare = total ?? start + Math.floor((await freeBytes(options.file)) * MOST_OF_DISK);
  const limit = allowed ?? spare;
  let bytes = start;
  for await (const chunk of response.status === 416 ? [] : (response.body ?? [])) {
    if (bytes + chunk.length > limit) throw allowed === undefined ? noRoom(url, options, limit) : tooLarge(url, limit);
    await writeAll(file, chunk, bytes);
    await options.tapped.write(chunk);
    bytes += chunk.length;
    attempt.progress(bytes, chunk.length);
    options.onProgress?.(bytes, total);
  }
  const wanted = total ?? options.expectedSize;
  if (wanted !== undefined && bytes !== wanted) throw incomplete(url, bytes, wanted);
  return bytes;
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
  }
}

async function openPart(path: string): Promise<FileHandle> {
  const openIt = () => open(path, constants.O_RDWR | constants.O_CREAT);
  try {
    return await openIt();
  } catch (error) {
    const failure = fileError(error, 'write', path);
    if (!hasErrorCode(error, 'EACCES', 'EPERM')) throw failure;
    // Left by another user's killed run, maybe in a directory that we may write.
    try {
      await discardPart(path);
      return await openIt();
    } catch {
      throw failure;
    }
  }
}

/** Bytes that are there already, when they are of the same file on the server. */
async function resumable(file: FileHandle, url: URL, options: DownloadOptions) {
  const bytes = (await file.stat()).size;
  if (bytes === 0) return undefined;
  const state = await readJsonIfExists(stateFile(options), partSchema).catch(() => undefined);
  return state?.url === displayUrl(url) ? { bytes, validator: state.validator } : undefined;
}

/** Writes down how the server names this version of its file. Weak names are no proof that bytes are equal. */
async function rememberPart(url: URL, response: Response, options: DownloadOptions): Promise<void> {
  const etag = response.headers.get('etag');
  const validator = etag !== null && !etag.startsWith('W/') ? etag : response.headers.get('last-modified');
  if (validator === null || isEncoded(response)) await rm(stateFile(options), { force: true });
  else await writeJson(stateFile(options), { url: displayUrl(url), validator });
}

/** Where the body of an answer to a range request starts: not at our part's end when the server's file is another one. */
function startOf(response: Response, bytes: number): number | undefined {
  if (response.status === 200) return 0;
  const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (response.status === 416) return Number(total) === bytes ? bytes : undefined;
  return Number(start) === bytes ? bytes : undefined;
}

/** The part fits nothing that the server has: without it, the next attempt starts over. */
async function unusablePart(file: FileHandle, url: URL, response: Response): Promise<ToolError> {
  await response.body?.cancel();
  await file.truncate(0);
  return new ToolError('DOWNLOAD_INCOMPLETE', `${displayUrl(url)} changed during the transfer`);
}

function totalOf(response: Response, start: number): number | undefined {
  const length = response.headers.get('content-length');
  if (response.status === 416) return start;
  return length === null || isEncoded(response) ? undefined : start + Number(length);
}

/** Whether the bytes that we see are not those that the server counts. */
function isEncoded(response: Response): boolean {
  return (response.headers.get('content-encoding') ?? 'identity') !== 'identity';
}

async function checkRoom(url: URL, options: DownloadOptions, start: number, total: number | undefined): Promise<void> {
  if (total === undefined) return;
  const { expectedSize, maxBytes } = options;
  if (expectedSize !== undefined && total !== expectedSize) throw incomplete(url, total, expectedSize);
  if (maxBytes !== undefined && total > maxBytes) throw tooLarge(url, maxBytes);
  await requireRoom(options.file, total - start, displayUrl(url));
}

function noRoom(url: URL, { file }: DownloadOptions, limit: number): HostError {
  return new HostError(
    'DISK_FULL',
    `${displayUrl(url)} has more than the ${limit} bytes that can be spared at ${file}`,
    {
      hint: 'Free some space there, or use another directory.',
    },
  );
}

function tooLarge(url: URL, limit: number): ToolError {
  const hint = 'The server may be broken, or the address wrong.';
  return new ToolError('DOWNLOAD_TOO_LARGE', `${displayUrl(url)} has more than the ${limit} bytes allowed`, { hint });
}

function incomplete(url: URL, bytes: number, wanted: number): ToolError {
  return new ToolError('DOWNLOAD_INCOMPLETE', `${displayUrl(url)} gave ${bytes} bytes instead of ${wanted}`, {
    hint: 'The server or the network is at fault: try again later.',
  });
}

async function hasState(options: DownloadOptions): Promise<boolean> {
  return (await readJsonIfExists(stateFile(options), partSchema).catch(() => undefined)) !== undefined;
}

function stateFile({ file }: Pick<DownloadOptions, 'file'>): string {
  return `${file}.state`;
}
