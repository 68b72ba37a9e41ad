import { crc32, deflateSync } from 'node:zlib';

/** A decoded binary PPM (P6, 8 bits per channel), as QEMU's screendump writes it. */
interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes per pixel, row after row. */
  readonly pixels: Uint8Array;
}

/**
 * Turns a screendump into a PNG, whichever of the two formats QEMU wrote.
 *
 * @throws {RangeError} when it is neither.
 */
export function toPng(image: Buffer): Buffer {
  if (image.subarray(1, 4).toString('latin1') === 'PNG') return image;
  return encodePng(decodePpm(image));
}

function decodePpm(image: Buffer): Picture {
  const header = /^P6\s+(?:#.*\n)*(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(0, 200).toString('latin1'));
  const [width, height] = [Number(header?.[1]), Number(header?.[2])];
  const pixels = image.subarray(header?.[0].length ?? 0);
  if (!header || pixels.length < width * height * 3) throw new RangeError('the screendump is neither PNG nor PPM');
  return { width, height, pixels };
}

/** Writes true-colour PNG (RFC 2083): signature, IHDR, one IDAT, IEND; no row filters. */
function encodePng({ width, height, pixels }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rowLength = width * 3;
  const rows = Buffer.alloc((rowLength + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * rowLength, (row + 1) * rowLength), row * (rowLength + 1) + 1);
  }
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
