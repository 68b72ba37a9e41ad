import type { Architecture, DomainPlan, HostFacts } from './plan.ts';

/**
 * Facts about the host as one domain meets them: what is not of the host's architecture is emulated, by another program,
 * and has other CPUs.
 */
export function hostOf(domain: Pick<DomainPlan, 'arch'>, host: HostFacts): HostFacts {
  const { arch = host.arch } = domain;
  if (arch === host.arch) return host;
  const { cpu: _cpu, cpuModels: _models, emulator: _emulator, ...rest } = host;
  return { ...rest, arch, acceleration: 'tcg' };
}

/**
 * Machine type of a domain that does not say. `pc` is what Lago has; old guests know nothing newer. Distributions build EFI
 * firmware for q35 first of all, some for nothing else.
 */
export function defaultMachine(arch: Architecture, hasEfi: boolean): string {
  if (arch === 'aarch64') return 'virt';
  return hasEfi ? 'q35' : 'pc';
}

/** Machine type of a domain. */
export function machineOf({ machine, firmware }: Pick<DomainPlan, 'machine' | 'firmware'>, arch: Architecture): string {
  return machine ?? defaultMachine(arch, firmware !== undefined);
}

/** Whether a machine type has the IDE controller of old PCs; others have SATA at best. */
export function hasIde(machine: string): boolean {
  return machine === 'pc' || machine.startsWith('pc-i440fx') || machine === 'isapc';
}
