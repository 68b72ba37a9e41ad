import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { COMPRESSIONS, isCompressed } from '../../host/compression.ts';
import { CancelledError, hasErrorCode, LagoError, messageOf, UserError } from '../../host/errors.ts';
import { fileError, freeBytes } from '../../host/files.ts';
import { sparseSink } from '../../host/sparse-sink.ts';
import { invalidOva } from './errors.ts';

/** Largest description; those of real machines have some kilobytes. */
const MAX_OVF = 4 * 2 ** 20;
const MAX_MEMBERS = 10_000;
/** Most bytes that are read from an archive, unpacked; zeros compress so well that a small file may never end. */
const MAX_BYTES = 2 ** 40;

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

/** An OVA to read. It is not trusted: its names are only ever compared with others. */
export interface OvaSource {
  /** For messages. */
  readonly name: string;
  readonly signal?: AbortSignal | undefined;
  /** Its bytes, from the start. */
  open(): Promise<Readable>;
}

/** What is in an OVA. */
export interface OvaContents {
  /** Its descriptions: there should be one. */
  readonly descriptions: readonly { readonly name: string; readonly text: string }[];
  /** Name of each file -> bytes. */
  readonly files: ReadonlyMap<string, number>;
}

/** Where a file of an OVA goes. */
export interface Extraction {
  readonly target: string;
  readonly gzip: boolean;
}

/** Opens an OVA on the disk, compressed by gzip or not. @throws {UserError} `DISK_FILE_MISSING`; {@link HostError}. */
export async function openOva(path: string): Promise<Readable> {
  const isGzip = await isGzipFile(path);
  const file = createReadStream(path, { highWaterMark: 2 ** 20 });
  if (!isGzip) return file;
  const unpacked = createGunzip();
  pipeline(file, unpacked).catch((error: unknown) => unpacked.destroy(error instanceof Error ? error : undefined));
  return unpacked;
}

async function isGzipFile(path: string): Promise<boolean> {
  const gzip = COMPRESSIONS.find(({ suffix }) => suffix === '.gz');
  try {
    if (!(await stat(path)).isFile()) throw new UserError('DISK_FILE_MISSING', `the OVA ${path} is not a file`);
    return gzip !== undefined && (await isCompressed(path, gzip));
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw fileError(error, 'read', path);
    throw new UserError('DISK_FILE_MISSING', `the OVA ${path} does not exist`, { cause: error });
  }
}

/**
 * Reads the descriptions and the names of files.
 *
 * @param stopAtFirst ends with the first description, which stands first in OVAs that follow the standard.
 * @throws {UserError} `OVA_INVALID`; {@link CancelledError}.
 */
export async function readContents(source: OvaSource, stopAtFirst = false): Promise<OvaContents> {
  const descriptions: { readonly name: string; readonly text: string }[] = [];
  const files = new Map<string, number>();
  await eachFile(source, async (name, entry) => {
    files.set(name, entry.header.size);
    if (!isDescription(name)) return true;
    descriptions.push({ name, text: await textOf(entry, name, source.name) });
    return !stopAtFirst;
  });
  return { descriptions, files };
}

/**
 * Writes files of an OVA to where they belong; each name in `wanted` once, whatever else there is.
 *
 * @throws as {@link readContents}; {@link HostError} `DISK_FULL`, `FILE_FAILED`, ...
 */
export async function extractFiles(source: OvaSource, wanted: ReadonlyMap<string, Extraction>): Promise<void> {
  const left = new Map(wanted);
  await eachFile(source, async (name, entry) => {
    const extraction = left.get(name);
    if (extraction === undefined) return true;
    left.delete(name);
    await writeEntry(entry, extraction, source);
    return left.size > 0;
  });
  const [missing] = left.keys();
  if (missing !== undefined) throw invalidOva(source.name, `the file ${JSON.stringify(missing)} is not in it any more`);
}

/** At the top of the archive, or where oVirt's exports have it. */
function isDescription(name: string): boolean {
  return /^(?:[^/]+|master\/vms\/[^/]+\/[^/]+)\.ovf$/i.test(name);
}

/** Calls `visit` for each file until it returns false. */
async function eachFile(source: OvaSource, visit: (name: string, entry: Entry) => Promise<boolean>): Promise<void> {
  const parser = extract();
  const input = await source.open();
  const feeding = pipeline(input, bounded(source.name), parser, source.signal ? { signal: source.signal } : {});
  feeding.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    let count = 0;
    for await (const entry of parser) {
      count += 1;
      if (count > MAX_MEMBERS) throw invalidOva(source.name, `it has more than ${MAX_MEMBERS} files`);
      const { name, type } = entry.header;
      const isFile = type === 'file' || type === 'contiguous-file';
      if (isFile && !(await visit(name.replace(/^(?:\.\/)+/, ''), entry))) return;
      for await (const _ of entry);
    }
    await feeding;
  } catch (error) {
    if (source.signal?.aborted) throw new CancelledError(`reading ${source.name}`, { cause: error });
    if (error instanceof LagoError) throw error;
    if (error instanceof Error && 'syscall' in error) throw fileError(error, 'read', source.name);
    throw invalidOva(source.name, `it is not a usable tar archive: ${messageOf(error)}`, error);
  } finally {
    input.destroy();
    parser.destroy();
    await feeding.catch(() => undefined);
  }
}

async function textOf(entry: Entry, name: string, ova: string): Promise<string> {
  if (entry.header.size > MAX_OVF) throw invalidOva(ova, `its description ${JSON.stringify(name)} is far too large`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function writeEntry(entry: Entry, { target, gzip }: Extraction, { signal }: OvaSource): Promise<void> {
  const sink = sparseSink(target, await freeBytes(target));
  const options = signal ? { signal } : {};
  try {
    if (gzip) await pipeline(entry, createGunzip(), sink, options);
    else await pipeline(entry, sink, options);
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? fileError(error, 'write', target) : error;
  }
}

function bounded(name: string): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Uint8Array, _, done) {
      bytes += chunk.length;
      if (bytes <= MAX_BYTES) done(null, chunk);
      else done(invalidOva(name, `it unpacks to more than ${MAX_BYTES} bytes`));
    },
  });
}
