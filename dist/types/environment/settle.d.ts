import type { GuestConnection } from '../guest/connection.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { Services } from './services.ts';
/**
 * Does in a guest that answers what could not be done before it booted: name and passwords where it was provisioned over
 * SMBIOS, mounts of shared directories.
 *
 * @param user who the connection belongs to; sudo is used unless that is root.
 * @throws {GuestError} `SHARE_MOUNT_FAILED`, `SSH_TIMEOUT`, `CONNECTION_LOST`, ...; a name or password that it does not
 * take is a warning.
 */
export declare function settleGuest(connection: GuestConnection, user: string, domain: DomainPlan, services: Pick<Services, 'log' | 'signal'>): Promise<void>;
/**
 * Makes the SSH user of a guest that only knows root: with the key and sudo, as far as the guest has that.
 *
 * @param connection one of root.
 * @throws {GuestError} `COMMAND_FAILED`, ...
 */
export declare function makeUser(connection: GuestConnection, domain: DomainPlan, publicKey: string, services: Pick<Services, 'signal'>): Promise<void>;
