import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { findProgram } from '../../host/programs.ts';
import type { HostFacts } from '../plan.ts';

/** Where packages, and after them administrators, describe the firmware that libvirt chooses from. */
const FIRMWARE_DIRECTORIES = ['/usr/share/qemu/firmware', '/etc/qemu/firmware'];

/** Where libvirt's daemon finds programs. */
const PROGRAM_DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

const descriptorShape = z.object({
  'interface-types': z.array(z.string()),
  targets: z.array(z.object({ architecture: z.string() })),
  features: z.array(z.string()),
});
type Firmware = NonNullable<HostFacts['firmware']>;

/** What optional parts of machines this host has installed. */
export async function readInstalled(
  directories: readonly string[] = FIRMWARE_DIRECTORIES,
  programs: readonly string[] = PROGRAM_DIRECTORIES,
): Promise<Pick<HostFacts, 'firmware' | 'tpm'>> {
  const found = await Promise.all(directories.map(readDescriptors));
  return { firmware: found.flat(), tpm: findProgram('swtpm', {}, programs) !== undefined };
}

async function readDescriptors(directory: string): Promise<Firmware> {
  const names = await readdir(directory).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(directory, name));
  return (await Promise.all(files.map(readDescriptor))).flat();
}

/** A file that cannot be read, or is empty to hide another, describes nothing. */
async function readDescriptor(file: string): Promise<Firmware> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const { data } = descriptorShape.safeParse(parseJson(text));
  if (data === undefined || !data['interface-types'].includes('uefi')) return [];
  const isSecure = data.features.includes('secure-boot');
  if (isSecure && !data.features.includes('enrolled-keys')) return [];
  const kind = isSecure ? 'secure' : 'efi';
  const arches = new Set(data.targets.map(({ architecture }) => architecture));
  return (['x86_64', 'aarch64'] as const).filter((arch) => arches.has(arch)).map((arch) => ({ arch, kind }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
