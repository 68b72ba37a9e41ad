import { setTimeout as sleep } from 'node:timers/promises';
import { GuestError, throwIfCancelled } from '../host/errors.ts';
import { forAll } from '../host/parallel.ts';
import type { DomainPlan } from '../providers/plan.ts';
import { askOverSsh } from './power-command.ts';
import type { Services } from './services.ts';
import { namesOf, runningOf, type ShutdownParts } from './shutdown.ts';
import type { Vm } from './vm.ts';

/** Milliseconds between two looks at a guest that reboots. */
const PERIOD = 500;
/** Changes with each boot of a Linux guest. */
const BOOT_ID = 'cat /proc/sys/kernel/random/boot_id';

/** How machines are rebooted. */
export interface RebootPlan {
  /** Seconds that each machine gets until it answers again; undefined does not wait. */
  waitFor(domain: DomainPlan): number | undefined;
}

/**
 * Lets guests reboot by themselves, all at once: over SSH, or by their power button when SSH does not answer. Machines
 * that do not run are passed over, and those that their provider never reboots.
 *
 * @throws {GuestError} `REBOOT_TIMEOUT`, naming the machine that did not come back.
 */
export async function reboot(
  parts: ShutdownParts,
  domains: readonly DomainPlan[],
  { waitFor }: RebootPlan,
  services: Services,
): Promise<void> {
  const ours = domains.filter((domain) => parts.providers.of(domain).reboot !== undefined);
  const running = await runningOf(parts, ours, services);
  if (running.length === 0) return;
  await services.log.task(`Reboot VMs ${namesOf(running)}`, () =>
    forAll(running, (domain, signal) => rebootOne(parts, domain, waitFor(domain), { ...services, signal }), {
      signal: services.signal,
    }),
  );
}

async function rebootOne(
  { providers, vm: find }: ShutdownParts,
  domain: DomainPlan,
  timeout: number | undefined,
  services: Services,
): Promise<void> {
  const vm = find(domain.name);
  const before = await bootId(vm);
  if (!(before !== undefined && (await askOverSsh(vm, 'reboot', services)))) {
    await providers.of(domain).reboot?.(domain, { log: services.log, signal: services.signal });
  }
  if (timeout !== undefined) await waitForNextBoot(vm, before, timeout, services);
}

/** Waits until the guest answers with another boot id than before. */
async function waitForNextBoot(
  vm: Vm,
  before: string | undefined,
  timeout: number,
  { log, signal }: Services,
): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < timeout * 1000) {
    const now = await bootId(vm);
    if (now !== undefined && now !== before) {
      log.info(`VM ${vm.name} is back after ${((performance.now() - started) / 1000).toFixed(1)} s`);
      return;
    }
    await sleep(PERIOD);
    throwIfCancelled(signal, `the reboot of VM ${vm.name}`);
  }
  throw new GuestError('REBOOT_TIMEOUT', `VM ${vm.name} did not come back within ${timeout} s after its reboot`, {
    hint: 'See its console with `lago logs`.',
  });
}

/** Undefined while the guest does not answer. */
async function bootId(vm: Vm): Promise<string | undefined> {
  // Not over a connection that the last boot has left behind.
  await vm.close();
  if (!(await vm.sshReachable())) return undefined;
  try {
    const { code, out } = await vm.ssh(BOOT_ID, { check: false, timeout: 10 });
    return code === 0 && out.trim() !== '' ? out.trim() : undefined;
  } catch {
    return undefined;
  }
}
