import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import { defaultMachine, hasIde } from '../providers/machine.ts';
import type { Architecture, DomainPlan, FirmwarePlan, HostFacts } from '../providers/plan.ts';

/** What kind of machine a domain is, before its disks are planned. */
export interface Machine {
  readonly arch: Architecture;
  readonly type: string;
  readonly firmware: FirmwarePlan['kind'] | undefined;
  /** Whether it has an IDE controller. */
  readonly ide: boolean;
}

/** Machine types that we know how to give disks and firmware to, by architecture. */
const MACHINES: Readonly<Record<Architecture, { readonly pattern: RegExp; readonly known: string }>> = {
  x86_64: { pattern: /^(?:pc|q35|pc-(?:i440fx|q35)-.+)$/, known: 'pc, q35, pc-i440fx-... and pc-q35-...' },
  aarch64: { pattern: /^virt(?:-.+)?$/, known: 'virt and virt-...' },
};

const PACKAGES: Readonly<Record<Architecture, { readonly emulator: string; readonly firmware: string }>> = {
  x86_64: {
    emulator: 'qemu-system-x86 (Debian, Ubuntu), qemu-system-x86-core (Fedora) or qemu-system-x86 (Arch)',
    firmware: 'ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, EL, Arch)',
  },
  aarch64: {
    emulator: 'qemu-system-arm (Debian, Ubuntu), qemu-system-aarch64-core (Fedora) or qemu-system-aarch64 (Arch)',
    firmware: 'qemu-efi-aarch64 (Debian, Ubuntu) or edk2-aarch64 (Fedora, EL, Arch)',
  },
};

/** Decides what kind of machine a domain is. What it cannot be, or the host has not installed, goes to `report`. */
export function planMachine(domain: DomainSpec, host: HostFacts, report: ReportProblem): Machine {
  const { arch = host.arch } = domain;
  const firmware = firmwareOf(domain, arch);
  const type = domain.machine ?? defaultMachine(arch, firmware !== undefined);
  checkMachine(domain, { arch, type }, report);
  checkHost(domain, { arch, firmware }, host, report);
  return { arch, type, firmware, ide: hasIde(type) };
}

/** What the plan says of the machine, in as few words as possible: what is as always stays unsaid. */
export function machineParts(
  domain: DomainSpec,
  { arch, type, firmware }: Machine,
  host: HostFacts,
  nvram: () => string,
): Pick<DomainPlan, 'arch' | 'machine' | 'firmware' | 'tpm' | 'graphics' | 'video'> {
  return {
    ...(arch === host.arch ? {} : { arch }),
    ...(type === defaultMachine(arch, firmware !== undefined) ? {} : { machine: type }),
    ...(firmware === undefined ? {} : { firmware: { kind: firmware, nvram: nvram() } }),
    ...(domain.tpm ? { tpm: true } : {}),
    ...(domain.graphics === 'vnc' ? { graphics: 'vnc' } : {}),
    ...(domain.video === undefined ? {} : { video: domain.video }),
  };
}

function firmwareOf({ firmware }: DomainSpec, arch: Architecture): FirmwarePlan['kind'] | undefined {
  if (firmware === 'efi' || firmware === 'secure') return firmware;
  return arch === 'aarch64' ? 'efi' : undefined;
}

function checkMachine(
  { name, machine, firmware }: DomainSpec,
  { arch, type }: Pick<Machine, 'arch' | 'type'>,
  report: ReportProblem,
): void {
  const error = (key: string, message: string, hint: string): void =>
    report({ severity: 'error', code: 'BAD_MACHINE', path: ['domains', name, key], message, hint });
  const { pattern, known } = MACHINES[arch];
  if (machine !== undefined && !pattern.test(machine)) {
    error('machine', `\`${machine}\` is not a machine type for ${arch}`, `there are ${known}`);
  } else if (firmware === 'bios' && arch === 'aarch64') {
    error('firmware', 'machines of type aarch64 have no BIOS', 'write `efi`, or leave it out');
  } else if (firmware === 'secure' && (arch !== 'x86_64' || hasIde(type))) {
    error(
      'firmware',
      `Secure Boot needs a machine of type q35, not ${type}`,
      arch === 'x86_64' ? 'write `machine: q35`, or `firmware: efi`' : 'write `firmware: efi`',
    );
  }
}

function checkHost(
  domain: DomainSpec,
  { arch, firmware }: Pick<Machine, 'arch' | 'firmware'>,
  host: HostFacts,
  report: ReportProblem,
): void {
  const error = (code: string, key: string, message: string, hint: string): void =>
    report({ severity: 'error', code, path: ['domains', domain.name, key], message, hint });
  if (host.architectures?.includes(arch) === false) {
    const message = `libvirt on this host runs no ${arch} machines: it has no emulator for them`;
    error('ARCH_UNAVAILABLE', 'arch', message, `install ${PACKAGES[arch].emulator}`);
  }
  if (firmware && host.firmware?.some((found) => found.arch === arch && found.kind === firmware) === false) {
    const message = `the host has no ${firmware === 'secure' ? 'EFI firmware with Secure Boot' : 'EFI firmware'} for ${arch}`;
    error('FIRMWARE_UNAVAILABLE', 'firmware', message, `install ${PACKAGES[arch].firmware}`);
  }
  if (domain.tpm && host.tpm === false) {
    error(
      'TPM_UNAVAILABLE',
      'tpm',
      'the host cannot emulate a TPM: there is no swtpm',
      'install swtpm and swtpm-tools',
    );
  }
}
