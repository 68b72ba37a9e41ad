import { open, stat } from 'node:fs/promises';
import { ToolError } from '../host/errors.ts';
import { type ImageFormat, readQcow2Header } from '../host/qcow2.ts';
import { checkImage, type ImageContext } from '../host/qemu-img.ts';

/** First bytes of what is no disk image that we can use, and what it is. */
const STRANGERS: readonly { readonly magic: string; readonly what: string }[] = [
  { magic: '4b444d56', what: 'a VMware disk (vmdk)' },
  { magic: '2320446973', what: 'a VMware disk description (vmdk)' },
  { magic: '7668647866696c65', what: 'a Hyper-V disk (vhdx)' },
  { magic: '636f6e6563746978', what: 'a Virtual PC disk (vhd)' },
  { magic: '3c3c3c20', what: 'a VirtualBox disk (vdi)' },
  { magic: '3c21', what: 'a web page' },
  { magic: '3c68746d6c', what: 'a web page' },
  { magic: 'fd377a585a00', what: 'still compressed (xz)' },
  { magic: '28b52ffd', what: 'still compressed (zst)' },
  { magic: '1f8b08', what: 'still compressed (gz)' },
];

/**
 * Looks whether a file that came from somewhere can become a template: whole, and without a word about other files of
 * this host, which its guests could read then.
 *
 * @param name the template, for messages.
 * @returns its format.
 * @throws {ToolError} `TEMPLATE_UNSAFE` or `TEMPLATE_BROKEN`.
 */
export async function inspectTemplate(file: string, name: string, context: ImageContext): Promise<ImageFormat> {
  const header = await readQcow2Header(file).catch((cause: unknown) => {
    throw broken(name, cause instanceof Error ? cause.message : String(cause), cause);
  });
  if (header === undefined) return inspectRaw(file, name);
  if (header.backingFile !== undefined) throw unsafe(name, `needs another file, ${printable(header.backingFile)}`);
  if (header.dataFile) throw unsafe(name, `has its data in another file, ${printable(header.dataFile.name ?? '?')}`);
  if (header.encrypted) throw broken(name, 'it is encrypted');
  try {
    await checkImage(file, context);
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'IMAGE_DAMAGED') throw error;
    throw broken(name, 'it is damaged or cut short', error);
  }
  return 'qcow2';
}

async function inspectRaw(file: string, name: string): Promise<ImageFormat> {
  const start = await firstBytes(file);
  const stranger = STRANGERS.find(({ magic }) => start.startsWith(magic));
  if (stranger) throw broken(name, `it is ${stranger.what}, neither qcow2 nor raw`);
  const { size } = await stat(file);
  if (size === 0 || size % 512 !== 0) throw broken(name, `it is neither qcow2 nor raw (${size} bytes)`);
  return 'raw';
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.toString('hex', 0, bytesRead).toLowerCase();
  } finally {
    await handle.close();
  }
}

function printable(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}

function unsafe(name: string, what: string): ToolError {
  return new ToolError('TEMPLATE_UNSAFE', `the image of template ${name} ${what}`, {
    hint: 'A template must be one file: flatten it with `qemu-img convert -O qcow2`.',
  });
}

function broken(name: string, what: string, cause?: unknown): ToolError {
  return new ToolError('TEMPLATE_BROKEN', `the image of template ${name} cannot be used: ${what}`, {
    hint: 'Tell who runs the template repository. Nothing was kept.',
    ...(cause === undefined ? {} : { cause }),
  });
}
