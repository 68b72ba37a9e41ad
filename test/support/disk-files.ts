import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** An image and those under it, the topmost first, as qemu-img sees them. */
export function chainOf(image: string): string[] {
  const output = execFileSync('qemu-img', ['info', '-U', '--backing-chain', '--output=json', image], {
    encoding: 'utf8',
  });
  const chain: { readonly filename: string }[] = JSON.parse(output);
  return chain.map(({ filename }) => filename);
}

/** Where the root file system of the test templates begins. */
const ROOT = 1024 * 1024;

/** Reads files from an image of a Debian test template, without an appliance: undefined for those that are not there. */
export function readFromImage(image: string, paths: readonly string[], directory: string): (string | undefined)[] {
  const raw = join(directory, 'flat.raw');
  execFileSync('qemu-img', ['convert', '-U', '-O', 'raw', image, raw]);
  const files = paths.map((path) => {
    const text = execFileSync('debugfs', ['-R', `cat ${path}`, `${raw}?offset=${ROOT}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 26,
    });
    const stat = execFileSync('debugfs', ['-R', `stat ${path}`, `${raw}?offset=${ROOT}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return stat.includes('Inode:') ? text : undefined;
  });
  execFileSync('rm', ['-f', raw]);
  return files;
}
