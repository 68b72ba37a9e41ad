import type { DomainPlan } from '../../providers/plan.ts';
/** Files of a NoCloud seed, by name. */
export type SeedFiles = Readonly<Record<'meta-data' | 'user-data' | 'network-config', string>>;
/**
 * What cloud-init is told about a domain: name, key for root and the SSH user, passwords, DHCP on every NIC by its MAC.
 * What the init file says is merged in; its network configuration takes the place of ours.
 * The instance id stays the same for the life of the environment, so a restart is no first boot.
 *
 * @throws {UserError} `PASSWORD_INVALID`
 */
export declare function seedFiles(domain: DomainPlan, publicKey: string): SeedFiles;
/** Passwords go through line-based formats. @throws {UserError} `PASSWORD_INVALID` */
export declare function assertPassword(password: string, vm: string): void;
