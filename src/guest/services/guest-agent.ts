import { GuestError } from '../../host/errors.ts';
import type { Service } from './service.ts';

/** Names that the QEMU guest agent has as a service. */
const NAMES: readonly string[] = ['qemu-guest-agent', 'qemu-ga'];

/**
 * Finds the QEMU guest agent among the services of a guest.
 *
 * @param named what the init file calls it, if it does; nothing else is tried then.
 * @throws {GuestError} `GUEST_AGENT_MISSING`
 */
export async function findGuestAgent(
  vm: string,
  named: string | undefined,
  service: (name: string) => Promise<Service>,
): Promise<Service> {
  const names = named === undefined ? NAMES : [named];
  for (const name of names) {
    const candidate = await service(name);
    if (await candidate.exists()) return candidate;
  }
  throw new GuestError('GUEST_AGENT_MISSING', `VM ${vm} has no QEMU guest agent: no service ${names.join(' or ')}`, {
    hint: 'Install it in the template, or name its service with `guest-agent` in the init file.',
  });
}
