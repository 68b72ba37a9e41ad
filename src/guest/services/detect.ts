import { GuestError, UserError } from '../../host/errors.ts';
import { systemdContainer } from './container.ts';
import type { ServiceProvider, ServiceShell } from './provider.ts';
import { systemd } from './systemd.ts';
import { sysvinit } from './sysvinit.ts';

/**
 * All kinds, in the order in which a guest is asked: the more particular first. A guest with the container has systemd as
 * well, and systems with systemd have `service` for old scripts.
 */
export const SERVICE_PROVIDERS: readonly ServiceProvider[] = [systemdContainer, systemd, sysvinit];

/** Names that init files may give, with those that others add. */
export function serviceProviderNames(more: Iterable<string> = []): string[] {
  return [...more, ...SERVICE_PROVIDERS.map(({ name }) => name)];
}

/**
 * The kind that an init file names.
 *
 * @throws {UserError} `SERVICE_PROVIDER_UNKNOWN`
 */
export function namedServiceProvider(
  name: string,
  known: readonly ServiceProvider[] = SERVICE_PROVIDERS,
): ServiceProvider {
  const found = known.find((provider) => provider.name === name);
  if (found) return found;
  throw new UserError('SERVICE_PROVIDER_UNKNOWN', `there is no service provider ${name}`, {
    hint: `There are ${known.map((provider) => provider.name).join(', ')}; without the key it is found out.`,
  });
}

/**
 * Finds out how the services of a guest are run.
 *
 * @throws {GuestError} `SERVICES_UNSUPPORTED`
 */
export async function detectServiceProvider(
  vm: string,
  shell: ServiceShell,
  known: readonly ServiceProvider[] = SERVICE_PROVIDERS,
): Promise<ServiceProvider> {
  for (const provider of known) if (await provider.supports(shell)) return provider;
  throw new GuestError(
    'SERVICES_UNSUPPORTED',
    `VM ${vm} runs its services in no way that is known: ${known.map(({ name }) => name).join(', ')}`,
    { hint: "BusyBox' init and OpenRC are not among them: run commands by `ssh` there." },
  );
}
