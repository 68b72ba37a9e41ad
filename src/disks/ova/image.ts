import { chmod, open, rename } from 'node:fs/promises';
import { LagoError, messageOf } from '../../host/errors.ts';
import { removeTree } from '../../host/files.ts';
import { readQcow2Header } from '../../host/qcow2.ts';
import { checkImage, convertImage, convertVmdk, type ImageContext } from '../../host/qemu-img.ts';
import { invalidOva } from './errors.ts';
import { vmdkProblem } from './vmdk.ts';

/** First bytes of images that we do not take, with what they are. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['COWD', 'VMDK of an old version'],
  ['# Disk DescriptorFile', 'VMDK in several files'],
  ['conectix', 'VHD'],
  ['vhdxfile', 'VHDX'],
  ['<<< ', 'VDI'],
  ['QED\0', 'QED'],
];

/** Bytes that tell formats apart, and hold the description of a VMDK. */
const HEAD = 64 * 1024;

/**
 * Makes a qcow2 image of its own from an image out of an OVA: qcow2, VMDK of one file, or raw. The source is removed. What
 * would make QEMU open other files of this host is refused before any tool looks at it.
 *
 * @throws {UserError} `OVA_INVALID`; {@link ToolError} `TOOL_FAILED`; {@link HostError} `DISK_FULL`; {@link CancelledError}.
 */
export async function toQcow2(
  source: string,
  target: string,
  what: string,
  ova: string,
  context: ImageContext,
): Promise<void> {
  const head = await readHead(source);
  const is = (mark: string) => head.subarray(0, mark.length).equals(Buffer.from(mark, 'latin1'));
  const other = OTHERS.find(([mark]) => is(mark));
  if (other) throw invalidOva(ova, `its image ${what} is a ${other[1]}; VMDK of one file, qcow2 and raw are supported`);
  const part = `${target}.part`;
  if (is('QFI\xfb')) {
    await checkQcow2(source, what, ova, context);
    await rename(source, part);
  } else if (is('KDMV')) {
    const problem = vmdkProblem(head);
    if (problem !== undefined) throw invalidOva(ova, `its image ${what} ${problem}`);
    await convertVmdk(source, part, context);
  } else await convertImage({ file: source, format: 'raw' }, part, 'qcow2', context);
  await chmod(part, 0o644);
  await rename(part, target);
  await removeTree(source);
}

async function checkQcow2(file: string, what: string, ova: string, context: ImageContext): Promise<void> {
  try {
    const header = await readQcow2Header(file);
    if (header?.backingFile !== undefined || header?.dataFile) {
      throw invalidOva(ova, `its image ${what} needs another file`);
    }
    if (header?.encrypted) throw invalidOva(ova, `its image ${what} is encrypted`);
    await checkImage(file, context);
  } catch (error) {
    if (!(error instanceof LagoError) || !['IMAGE_BROKEN', 'IMAGE_DAMAGED'].includes(error.code)) throw error;
    throw invalidOva(ova, `its image ${what} is damaged: ${messageOf(error)}`, error);
  }
}

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  return buffer.subarray(0, bytesRead);
}
