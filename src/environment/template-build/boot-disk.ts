import { mkdir, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from '../../host/errors.ts';
import { findProgram } from '../../host/programs.ts';
import { convertImage } from '../../host/qemu-img.ts';
import { ROOT_LABEL } from './debian-root.ts';
import { runApart, runLogged, type ToolContext } from './namespaces.ts';

const MIB = 1024 * 1024;
/** Bytes before the one partition. */
const START = MIB;
const SECTOR = 512;
/** Where distributions have the boot code of the partition table. */
const BOOT_CODE = ['/usr/lib/EXTLINUX/mbr.bin', '/usr/lib/syslinux/mbr/mbr.bin', '/usr/share/syslinux/mbr.bin'];
/** Bytes of a boot sector before the disk's signature and its table. */
const CODE_SIZE = 440;

/**
 * Installs the boot loader. Arguments: image, mount point, offset. A shell, because the mount must not outlive it and its
 * namespace; it is fixed text, and all that changes are its arguments. mke2fs leaves holes for zeros, and the boot loader
 * fails on files with holes, so that kernel and initramfs are written anew.
 */
const INSTALL = `
mount -o "loop,offset=$3" "$1" "$2"
for file in "$2"/boot/vmlinuz-* "$2"/boot/initrd.img-*; do
  cp --sparse=never --preserve=mode,ownership,timestamps "$file" "$file.new"
  mv "$file.new" "$file"
done
extlinux --install "$2/boot/extlinux" 2>&1
umount "$2"
`;

/**
 * Puts a root directory on a disk with one partition (ext4) and a boot loader for BIOS.
 *
 * @param size bytes.
 * @param image absolute path of the qcow2 file to make.
 * @param scratch directory for what it takes.
 * @throws {HostError} `TOOL_MISSING`; {@link ToolError} `TEMPLATE_BUILD_FAILED`
 */
export async function makeBootDisk(
  root: string,
  size: number,
  image: string,
  scratch: string,
  context: ToolContext,
): Promise<void> {
  const [raw, mount] = [join(scratch, 'disk.raw'), join(scratch, 'mount')];
  const whole = Math.floor(size / MIB) * MIB;
  await writeFile(raw, '');
  await truncate(raw, whole);
  await writeBootSector(raw, whole);
  // The boot loader reads no 64-bit layout, and no checksums of metadata.
  const features = ['-t', 'ext4', '-L', ROOT_LABEL, '-b', '4096', '-O', '^64bit,^metadata_csum', '-m', '1'];
  const place = ['-E', `offset=${START},lazy_itable_init=0,lazy_journal_init=0`, '-d', root];
  await runLogged('mke2fs', ['mke2fs', '-q', '-F', ...features, ...place, raw, `${(whole - START) / 1024}k`], context);
  await mkdir(mount);
  await runApart('extlinux', ['sh', '-euc', INSTALL, 'install', raw, mount, `${START}`], context);
  await convertImage({ file: raw, format: 'raw' }, image, 'qcow2', context);
}

/** Boot code, and a table with one active Linux partition. */
async function writeBootSector(raw: string, size: number): Promise<void> {
  const entry = Buffer.alloc(16);
  entry.set([0x80, 0xfe, 0xff, 0xff, 0x83, 0xfe, 0xff, 0xff]);
  entry.writeUInt32LE(START / SECTOR, 8);
  entry.writeUInt32LE((size - START) / SECTOR, 12);
  const sector = Buffer.alloc(SECTOR);
  (await bootCode()).copy(sector, 0, 0, CODE_SIZE);
  entry.copy(sector, 446);
  sector.set([0x55, 0xaa], 510);
  await using file = await open(raw, 'r+');
  await file.write(sector, 0, sector.length, 0);
}

async function bootCode(): Promise<Buffer> {
  for (const file of BOOT_CODE) {
    const code = await readFile(file).catch(() => undefined);
    if (code !== undefined) return code;
  }
  throw noBootLoader();
}

function noBootLoader(): HostError {
  return new HostError('TOOL_MISSING', 'the program extlinux is not installed or not on PATH', {
    hint: 'Install extlinux: it makes the disk bootable.',
  });
}

/** Looks before the long part whether it can end well. @throws {HostError} `TOOL_MISSING` */
export async function requireBootLoader(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  if (findProgram('extlinux', env) === undefined) throw noBootLoader();
  await bootCode();
}
