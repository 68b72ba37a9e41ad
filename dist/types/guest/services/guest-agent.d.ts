import type { Service } from './service.ts';
/**
 * Finds the QEMU guest agent among the services of a guest.
 *
 * @param named what the init file calls it, if it does; nothing else is tried then.
 * @throws {GuestError} `GUEST_AGENT_MISSING`
 */
export declare function findGuestAgent(vm: string, named: string | undefined, service: (name: string) => Promise<Service>): Promise<Service>;
