import type { Architecture, DomainPlan, HostFacts } from './plan.ts';
/**
 * Facts about the host as one domain meets them: what is not of the host's architecture is emulated, by another program,
 * and has other CPUs.
 */
export declare function hostOf(domain: Pick<DomainPlan, 'arch'>, host: HostFacts): HostFacts;
/**
 * Machine type of a domain that does not say. `pc` is what Lago has; old guests know nothing newer. Distributions build EFI
 * firmware for q35 first of all, some for nothing else.
 */
export declare function defaultMachine(arch: Architecture, hasEfi: boolean): string;
/** Machine type of a domain. */
export declare function machineOf({ machine, firmware }: Pick<DomainPlan, 'machine' | 'firmware'>, arch: Architecture): string;
/** Whether a machine type has the IDE controller of old PCs; others have SATA at best. */
export declare function hasIde(machine: string): boolean;
