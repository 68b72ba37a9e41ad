import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';
import { z } from 'zod';
import { HostError } from '../../host/errors.ts';
import type { Architecture, FirmwarePlan } from '../../providers/machine-plan.ts';

/** Files of an EFI firmware for one machine. */
export interface FirmwareFiles {
  readonly code: string;
  readonly codeFormat: string;
  /** The machine's own: written to. */
  readonly variables: string;
  readonly variablesFormat: string;
  /** Secure Boot only holds where the firmware has a mode of its own. */
  readonly needsSmm: boolean;
}

/** Where packages, and before them administrators, describe the firmware there is. */
const DIRECTORIES = ['/etc/qemu/firmware', '/usr/share/qemu/firmware'];

const flashFile = z.object({ filename: z.string(), format: z.string().default('raw') });
const descriptorShape = z.object({
  'interface-types': z.array(z.string()),
  mapping: z.object({ device: z.literal('flash'), executable: flashFile, 'nvram-template': flashFile }),
  targets: z.array(z.object({ architecture: z.string(), machines: z.array(z.string()) })),
  features: z.array(z.string()),
});
type Descriptor = z.output<typeof descriptorShape>;

/** Kind of the EFI firmware that a machine builds with; undefined for a BIOS. */
export function firmwareKind(
  { firmware }: { readonly firmware?: FirmwarePlan },
  arch: Architecture,
): FirmwarePlan['kind'] | undefined {
  // Machines of that architecture have no other firmware.
  return firmware?.kind ?? (arch === 'aarch64' ? 'efi' : undefined);
}

/**
 * Finds EFI firmware as libvirt would, and gives a machine variables of its own.
 *
 * @param variables where to put them.
 * @throws {HostError} `FIRMWARE_MISSING`
 */
export async function prepareFirmware(
  kind: FirmwarePlan['kind'],
  { arch, machine }: { readonly arch: Architecture; readonly machine: string },
  variables: string,
  directories: readonly string[] = DIRECTORIES,
): Promise<FirmwareFiles> {
  const all = (await Promise.all(directories.map(readDescriptors))).flat();
  const found = all.find((descriptor) => suits(descriptor, kind, arch, machine));
  if (found === undefined) {
    throw new HostError('FIRMWARE_MISSING', `no EFI firmware (${kind}) for ${arch} ${machine} was found on this host`, {
      hint: 'Install it: ovmf for x86_64, qemu-efi-aarch64 for aarch64 (on Debian and Ubuntu).',
    });
  }
  const { executable, 'nvram-template': template } = found.mapping;
  await copyFile(template.filename, variables);
  return {
    code: executable.filename,
    codeFormat: executable.format,
    variables,
    variablesFormat: template.format,
    needsSmm: found.features.includes('requires-smm'),
  };
}

function suits(descriptor: Descriptor, kind: FirmwarePlan['kind'], arch: Architecture, machine: string): boolean {
  const { features, targets } = descriptor;
  const isSecure = features.includes('secure-boot') && features.includes('enrolled-keys');
  const fits = kind === 'secure' ? isSecure : !features.includes('secure-boot');
  const names =
    arch === 'x86_64' && !machine.startsWith('pc-') ? [machine, `pc-${machine}-9.9`] : [machine, `${machine}-9.9`];
  return (
    fits &&
    descriptor['interface-types'].includes('uefi') &&
    targets.some(
      (target) =>
        target.architecture === arch && target.machines.some((glob) => names.some((name) => matchesGlob(name, glob))),
    )
  );
}

async function readDescriptors(directory: string): Promise<Descriptor[]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  return (await Promise.all(names.map((name) => readDescriptor(join(directory, name))))).flat();
}

/** One that cannot be read, or maps its firmware otherwise, is none that we can use. */
async function readDescriptor(file: string): Promise<Descriptor[]> {
  try {
    const { data } = descriptorShape.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return data === undefined ? [] : [data];
  } catch {
    return [];
  }
}
