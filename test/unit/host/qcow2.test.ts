import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imageFormat, parseQcow2Header, readQcow2Header } from '../../../src/host/qcow2.ts';

interface Parts {
  readonly version?: number;
  readonly backing?: string;
  readonly extensions?: readonly (readonly [type: number, text: string])[];
  readonly features?: bigint;
  readonly encryption?: number;
}

/** Builds the first 4 KiB of a qcow2 image. */
function header({ version = 3, backing, extensions = [], features = 0n, encryption = 0 }: Parts): Buffer {
  const bytes = Buffer.alloc(4096);
  bytes.writeUInt32BE(0x514649fb, 0);
  bytes.writeUInt32BE(version, 4);
  bytes.writeUInt32BE(16, 20);
  bytes.writeBigUInt64BE(10n * 2n ** 30n, 24);
  bytes.writeUInt32BE(encryption, 32);
  let at = version === 3 ? 104 : 72;
  if (version === 3) {
    bytes.writeBigUInt64BE(features, 72);
    bytes.writeUInt32BE(104, 100);
  }
  for (const [type, text] of extensions) {
    bytes.writeUInt32BE(type, at);
    bytes.writeUInt32BE(text.length, at + 4);
    bytes.write(text, at + 8);
    at += 8 + Math.ceil(text.length / 8) * 8;
  }
  if (backing !== undefined) {
    bytes.writeBigUInt64BE(BigInt(at + 8), 8);
    bytes.writeUInt32BE(backing.length, 16);
    bytes.write(backing, at + 8);
  }
  return bytes;
}

const BACKING_FORMAT = 0xe2792aca;
const DATA_FILE = 0x44415441;

describe('parseQcow2Header', () => {
  test.each([2, 3])('a plain image of version %i has no other files', (version) => {
    expect(parseQcow2Header(header({ version }), 'a')).toEqual({ virtualSize: 10 * 2 ** 30, encrypted: false });
  });

  test.each([2, 3])('finds backing file and format in version %i', (version) => {
    const bytes = header({ version, backing: './el7:v1', extensions: [[BACKING_FORMAT, 'qcow2']] });
    expect(parseQcow2Header(bytes, 'a')).toMatchObject({ backingFile: './el7:v1', backingFormat: 'qcow2' });
  });

  test('finds an external data file by its name, and by the feature bit alone', () => {
    const named = header({
      features: 4n,
      extensions: [
        [0x6803f857, 'features'],
        [DATA_FILE, '/etc/shadow'],
      ],
    });
    expect(parseQcow2Header(named, 'a').dataFile).toEqual({ name: '/etc/shadow' });
    expect(parseQcow2Header(header({ features: 5n }), 'a').dataFile).toEqual({});
    expect(parseQcow2Header(header({ extensions: [[DATA_FILE, 'x']] }), 'a').dataFile).toEqual({ name: 'x' });
  });

  test('tells encryption', () => {
    expect(parseQcow2Header(header({ encryption: 2 }), 'a').encrypted).toBe(true);
  });

  test.each([
    ['cut short', header({}).subarray(0, 60)],
    ['cut short in version 3', header({}).subarray(0, 90)],
    ['of an unknown version', header({ version: 7 })],
    ['with a backing name outside', Buffer.concat([header({ backing: 'x' }).subarray(0, 16), Buffer.alloc(100, 255)])],
  ])('a header %s is refused, naming the image', (_, bytes) => {
    expect(() => parseQcow2Header(bytes, '/images/a.qcow2')).toThrow(/\/images\/a\.qcow2 is not a usable qcow2 image/);
  });

  test('an extension that claims to be longer than the header ends the reading', () => {
    const bytes = header({ extensions: [[BACKING_FORMAT, 'raw']] });
    bytes.writeUInt32BE(0xffffffff, 108);
    expect(parseQcow2Header(bytes, 'a').virtualSize).toBe(10 * 2 ** 30);
  });
});

describe('readQcow2Header', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lago-qcow2-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  test.each([
    ['empty', Buffer.alloc(0)],
    ['short', Buffer.from('QF')],
    ['anything else', Buffer.alloc(5000, 7)],
  ])('a file that is %s is raw', async (_, content) => {
    await writeFile(join(directory, 'image'), content);
    expect(await readQcow2Header(join(directory, 'image'))).toBeUndefined();
    expect(await imageFormat(join(directory, 'image'))).toBe('raw');
  });

  test('a name far behind the header is found', async () => {
    const bytes = Buffer.concat([header({ backing: 'x' }), Buffer.alloc(100_000)]);
    bytes.writeBigUInt64BE(65_000n, 8);
    bytes.write('y', 65_000);
    await writeFile(join(directory, 'image'), bytes);
    expect(await readQcow2Header(join(directory, 'image'))).toMatchObject({ backingFile: 'y' });
  });

  test('a missing file is an error that names it', async () => {
    await expect(readQcow2Header(join(directory, 'none'))).rejects.toThrow(join(directory, 'none'));
  });
});
