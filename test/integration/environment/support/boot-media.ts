import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testTemplates } from '../../../support/sandbox.ts';

/** What the CD-ROM of {@link bootableDisc} writes to the serial port. */
export const DISC_MESSAGE = 'THE DISC WAS HERE';

/**
 * A CD-ROM whose boot sector writes a line to the first serial port and then hands over to the next boot device: 16-bit
 * code that copies what follows it to port 0x3f8 and calls the BIOS's "boot failed" service.
 */
export function bootableDisc(file: string): void {
  const code = Buffer.from('fce800005e83c612baf8032eac84c07403eeebf7cd18', 'hex');
  const sector = Buffer.alloc(2048);
  code.copy(sector);
  sector.write(`\r\n${DISC_MESSAGE}\r\n\0`, code.length, 'latin1');
  const directory = `${file}.d`;
  mkdirSync(directory);
  writeFileSync(join(directory, 'boot.bin'), sector);
  const boot = ['-b', 'boot.bin', '-no-emul-boot', '-boot-load-size', '4'];
  execFileSync('xorriso', ['-as', 'mkisofs', '-quiet', '-o', file, ...boot, directory], { stdio: 'pipe' });
  rmSync(directory, { recursive: true });
}

/** An EFI system partition from which the firmware's shell starts the micro template's kernel. */
export function efiDisk(file: string): void {
  const directory = `${file}.d`;
  mkdirSync(directory);
  const root = `${file}.root`;
  execFileSync('qemu-img', ['convert', '-O', 'raw', microImage(), root]);
  for (const [name, as] of [
    ['vmlinuz', 'vmlinuz.efi'],
    ['initrd', 'initrd'],
  ]) {
    const dump = `dump /boot/${name} ${join(directory, as ?? '')}`;
    execFileSync('debugfs', ['-R', dump, `${root}?offset=${2048 * 512}`], { stdio: 'pipe' });
  }
  const options = 'initrd=\\initrd console=ttyS0,115200 mitigations=off nokaslr no_timer_check 8250.nr_uarts=1';
  writeFileSync(join(directory, 'startup.nsh'), `vmlinuz.efi ${options}\r\n`);
  const fat = JSON.stringify({ driver: 'raw', file: { driver: 'vvfat', dir: directory, 'fat-type': 16 } });
  execFileSync('qemu-img', ['convert', '-O', 'raw', `json:${fat}`, file]);
  rmSync(root);
  rmSync(directory, { recursive: true });
}

function microImage(): string {
  const repository: unknown = JSON.parse(readFileSync(testTemplates(), 'utf8'));
  const handle = /"(micro-[^"]+\.qcow2)"/.exec(JSON.stringify(repository))?.[1];
  if (handle === undefined) throw new Error('there is no micro template');
  return join(dirname(testTemplates()), handle);
}
