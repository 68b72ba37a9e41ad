import { exec } from '../../guest/exec.ts';
import { messageOf } from '../../host/errors.ts';
import { forAll } from '../../host/parallel.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import type { Services } from '../services.ts';
import type { Vm } from '../vm.ts';
import { operationsOf, type SnapshotParts } from './parts.ts';

/** Milliseconds that a guest gets to take the time. */
const TIMEOUT = 10_000;

/**
 * Sets the clocks of guests that were brought back and believe that it is still then: by SSH where they answer, else by
 * their agent. A guest that takes it by neither way goes on with its own time.
 */
export async function setClocks(
  domains: readonly DomainPlan[],
  vms: ReadonlyMap<string, Vm>,
  answer: boolean,
  parts: SnapshotParts,
  services: Services,
): Promise<void> {
  const { log, signal } = services;
  await forAll(domains, async (domain) => {
    const vm = answer ? vms.get(domain.name) : undefined;
    if (vm && (await setBySsh(vm, services))) return;
    if (await operationsOf(parts, domain).setClock(domain, { log, signal })) return;
    log.info(`VM ${domain.name}: its clock could not be set; it is behind by the age of the snapshot`);
  });
}

async function setBySsh(vm: Vm, { log, signal }: Services): Promise<boolean> {
  const date = `date -u -s @${Math.round(Date.now() / 1000)}`;
  const command = `if [ "$(id -u)" = 0 ]; then ${date}; else sudo -n ${date}; fi`;
  try {
    return (await exec(vm.connection(), command, { check: false, timeout: TIMEOUT, signal })).code === 0;
  } catch (error) {
    log.debug(`VM ${vm.name}: no clock by SSH: ${messageOf(error)}`);
    return false;
  }
}
