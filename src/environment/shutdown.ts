import { setTimeout as sleep } from 'node:timers/promises';
import { StateError, throwIfCancelled } from '../host/errors.ts';
import { forAll } from '../host/parallel.ts';
import type { DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { askOverSsh } from './power-command.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';

/** Seconds that each machine gets to power off, as in Lago. */
export const SHUTDOWN_TIMEOUT = 300;
/** Milliseconds after which a guest that does not heed its power button is asked over SSH. */
const BUTTON_PATIENCE = 5000;
/** Milliseconds between two looks at the states. */
const PERIOD = 250;

/** What shutting down works on. */
export interface ShutdownParts {
  readonly plan: EnvironmentPlan;
  readonly providers: Providers;
  vm(name: string): Vm;
}

/**
 * Lets guests power off by themselves, all at once: by their power button (or agent), and over SSH when they do not
 * heed it. Machines that do not run are passed over, and those that their provider never powers off.
 *
 * @param timeout seconds that they get.
 * @throws {StateError} `SHUTDOWN_TIMEOUT`, naming those that still run.
 */
export async function shutDown(
  parts: ShutdownParts,
  domains: readonly DomainPlan[],
  timeout: number,
  services: Services,
): Promise<void> {
  const ours = domains.filter((domain) => parts.providers.of(domain).shutdown !== undefined);
  const running = await runningOf(parts, ours, services);
  if (running.length === 0) return;
  const deadline = performance.now() + timeout * 1000;
  await services.log.task(`Shut down VMs ${namesOf(running)}`, async () => {
    const { log, signal } = services;
    await forAll(running, async (domain) => parts.providers.of(domain).shutdown?.(domain, { log, signal }), { signal });
    let left = await waitUntilDown(parts, running, Math.min(deadline, performance.now() + BUTTON_PATIENCE), services);
    await forAll(left, (domain) => askOverSsh(parts.vm(domain.name), 'poweroff', services), { signal });
    left = await waitUntilDown(parts, left, deadline, services);
    if (left.length > 0) throw stillRunning(left, timeout);
  });
}

/** Those of the domains that are not down. */
export async function runningOf(
  { plan, providers }: ShutdownParts,
  domains: readonly DomainPlan[],
  { log, signal }: Services,
): Promise<DomainPlan[]> {
  const states = await providers.states(plan, { log, signal });
  return domains.filter((domain) => (states.get(domain.name) ?? 'down') !== 'down');
}

/** Those that still run at the deadline. */
async function waitUntilDown(
  parts: ShutdownParts,
  domains: readonly DomainPlan[],
  deadline: number,
  services: Services,
): Promise<readonly DomainPlan[]> {
  for (let left = domains; ; ) {
    left = await runningOf(parts, left, services);
    if (left.length === 0 || performance.now() >= deadline) return left;
    await sleep(PERIOD);
    throwIfCancelled(services.signal, 'shutting down');
  }
}

function stillRunning(left: readonly DomainPlan[], timeout: number): StateError {
  return new StateError(
    'SHUTDOWN_TIMEOUT',
    `VM ${namesOf(left)} still runs ${timeout} s after it was asked to shut down`,
    {
      hint: 'See what holds it up with `lago console` or `lago logs`, or cut its power with `lago stop`.',
    },
  );
}

/** Names, for titles and messages. */
export function namesOf(domains: readonly DomainPlan[]): string {
  return domains.map(({ name }) => name).join(', ');
}
