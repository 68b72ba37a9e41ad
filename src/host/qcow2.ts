import { type FileHandle, open } from 'node:fs/promises';
import { HostError } from './errors.ts';
import { fileError } from './files.ts';

/** What the header of a qcow2 image says. Read by us, because tools open the files that a header names. */
export interface Qcow2Header {
  /** Bytes of the disk that a guest sees. */
  readonly virtualSize: number;
  /** Backing file as written in the header: relative to the image, absolute, or with a protocol. */
  readonly backingFile?: string;
  readonly backingFormat?: string;
  /** Whether the guest's data is in another file; its name as written if there is one. */
  readonly dataFile?: { readonly name?: string };
  readonly encrypted: boolean;
}

/** Format of an image file, told from its first bytes; anything without a known mark is raw. */
export type ImageFormat = 'qcow2' | 'raw';

const MAGIC = 0x514649fb;
const EXTENSION_END = 0;
const EXTENSION_BACKING_FORMAT = 0xe2792aca;
const EXTENSION_DATA_FILE = 0x44415441;
/** Bit 2 of the incompatible features. */
const EXTERNAL_DATA = 4n;
/** The header, its extensions and the backing file's name lie in the first cluster, of 2 MiB at most. */
const FIRST_CLUSTER = 2 * 1024 * 1024;
/** Longest name that the format allows. */
const MAX_NAME = 1023;

/**
 * Reads the header of an image.
 *
 * @returns undefined for a file that is not qcow2, and so is raw.
 * @throws {HostError} `IMAGE_BROKEN` for a qcow2 header that contradicts itself; `PERMISSION_DENIED`, `FILE_FAILED`.
 */
export async function readQcow2Header(path: string): Promise<Qcow2Header | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const start = await readStart(file, 4096);
    if (!isQcow2(start)) return undefined;
    return parseQcow2Header(start.length < 4096 ? start : await readStart(file, FIRST_CLUSTER), path);
  } catch (error) {
    throw fileError(error, 'read', path);
  } finally {
    await file?.close();
  }
}

/** Format of an image file. Errors as {@link readQcow2Header}. */
export async function imageFormat(path: string): Promise<ImageFormat> {
  return (await readQcow2Header(path)) === undefined ? 'raw' : 'qcow2';
}

/** Parses the first cluster of a qcow2 image. @throws {HostError} `IMAGE_BROKEN` */
export function parseQcow2Header(bytes: Buffer, name: string): Qcow2Header {
  const broken = (what: string) => new HostError('IMAGE_BROKEN', `${name} is not a usable qcow2 image: ${what}`);
  if (!isQcow2(bytes) || bytes.length < 72) throw broken('its header is cut short');
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw broken(`its format version is ${version}`);
  if (version === 3 && bytes.length < 104) throw broken('its header is cut short');
  const nameAt = bytes.readBigUInt64BE(8);
  const nameLength = bytes.readUInt32BE(16);
  if (nameLength > MAX_NAME || nameAt + BigInt(nameLength) > BigInt(bytes.length)) {
    throw broken('its backing file name lies outside the header');
  }
  const features = version === 3 ? bytes.readBigUInt64BE(72) : 0n;
  const extensions = parseExtensions(bytes, version === 3 ? bytes.readUInt32BE(100) : 72);
  const dataName = extensions.get(EXTENSION_DATA_FILE);
  const external = (features & EXTERNAL_DATA) !== 0n || dataName !== undefined;
  const backingFormat = extensions.get(EXTENSION_BACKING_FORMAT);
  return {
    virtualSize: Number(bytes.readBigUInt64BE(24)),
    ...(nameAt > 0n && nameLength > 0
      ? { backingFile: bytes.toString('utf8', Number(nameAt), Number(nameAt) + nameLength) }
      : {}),
    ...(backingFormat === undefined ? {} : { backingFormat }),
    ...(external ? { dataFile: dataName === undefined ? {} : { name: dataName } } : {}),
    encrypted: bytes.readUInt32BE(32) !== 0,
  };
}

function parseExtensions(bytes: Buffer, start: number): ReadonlyMap<number, string> {
  const extensions = new Map<number, string>();
  for (let at = start; at + 8 <= bytes.length; ) {
    const type = bytes.readUInt32BE(at);
    const length = bytes.readUInt32BE(at + 4);
    if (type === EXTENSION_END) break;
    extensions.set(type, bytes.toString('utf8', at + 8, Math.min(at + 8 + length, bytes.length)));
    at += 8 + Math.ceil(length / 8) * 8;
  }
  return extensions;
}

function isQcow2(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === MAGIC;
}

async function readStart(file: FileHandle, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let read = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, read, length - read, read);
    read += bytesRead;
    if (bytesRead === 0 || read === length) return buffer.subarray(0, read);
  }
}
