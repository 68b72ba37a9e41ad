import { readFile } from 'node:fs/promises';
import { GuestError, messageOf } from '../host/errors.ts';
import { printable } from '../host/log-sinks.ts';
import { forAll } from '../host/parallel.ts';
import { hostOf } from '../providers/machine.ts';
import type { DiskPlan, DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import { DEFAULT_PROVIDER, type Providers } from '../providers/providers.ts';
import { installKey } from './external.ts';
import type { PrefixPaths } from './prefix.ts';
import { RootHelper } from './root-helper.ts';
import { type Services, uncancelled } from './services.ts';
import { settleGuest } from './settle.ts';
import type { Vm } from './vm.ts';

/** Emulated guests get this many times the waiting time of others. */
export const EMULATION_FACTOR = 4;
/** Lines of the serial console that go into the log when a guest does not come up. */
const TAIL_LINES = 20;

/** What waiting for guests needs besides them. */
export interface WaitParts {
  readonly plan: EnvironmentPlan;
  readonly providers: Providers;
  readonly paths: PrefixPaths;
  /** Seconds per VM, not scaled; by default what the init file says, scaled for emulation. */
  readonly sshTimeout: number | undefined;
}

/**
 * Waits until SSH answers on all machines and what they could not be given before. The first that fails ends the waiting for the
 * others; before it is reported, its screenshot is taken and the end of its serial console goes into the log.
 *
 * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, ..., with the places of the evidence in its hint.
 */
export async function waitUntilReady(vms: readonly Vm[], parts: WaitParts, services: Services): Promise<void> {
  const waiting = vms.filter((vm) => isReachable(parts.plan.domains.get(vm.name)));
  if (waiting.length === 0) return;
  const title = `Wait for SSH on ${waiting.map((vm) => vm.name).join(', ')}`;
  await services.log.task(title, (log) =>
    forAll(waiting, (vm, signal) => waitForOne(vm, parts, { ...services, log, signal }), { signal: services.signal }),
  );
}

/** A machine that starts from an empty disk, a CD-ROM or the network has nothing that could answer yet. */
function isReachable(domain: DomainPlan | undefined): boolean {
  // Machines of other providers have what they boot from elsewhere.
  if (domain?.disks.length === 0 && domain.vmProvider !== DEFAULT_PROVIDER) return true;
  const { boot, disks = [] } = domain ?? {};
  if (boot === undefined) return hasSystem(disks[0]);
  return boot.some((device) => device.kind === 'disk' && hasSystem(disks.find(({ dev }) => dev === device.dev)));
}

function hasSystem(disk: DiskPlan | undefined): boolean {
  const kind = disk?.source.kind;
  return kind === 'template' || kind === 'template-file' || kind === 'file';
}

/** Seconds that a machine gets until SSH answers, longer where it is emulated. */
export function bootTimeout(domain: DomainPlan, plan: EnvironmentPlan): number {
  const isEmulated = hostOf(domain, plan.host).acceleration === 'tcg' && !domain.external;
  return domain.bootTimeout * (isEmulated ? EMULATION_FACTOR : 1);
}

async function waitForOne(vm: Vm, parts: WaitParts, services: Services): Promise<void> {
  const domain = parts.plan.domains.get(vm.name);
  if (!domain) return;
  const timeout = parts.sshTimeout ?? bootTimeout(domain, parts.plan);
  const started = performance.now();
  const helper = new RootHelper(vm, domain, parts.paths, services);
  try {
    await vm.waitForSsh({
      timeout,
      onRefused: () => helper.help(),
      ...(services.signal ? { signal: services.signal } : {}),
    });
  } catch (error) {
    throw error instanceof GuestError ? await withEvidence(error, domain, parts, services) : error;
  }
  services.log.info(`VM ${vm.name} answers at ${vm.ip()} after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  await helper.asRoot((connection, user) => settleGuest(connection, user, domain, services));
  if (domain.external?.installKey) {
    await installKey(vm.connection(), await readFile(parts.paths.publicKey, 'utf8'), services.signal);
  }
}

async function withEvidence(
  error: GuestError,
  domain: DomainPlan,
  parts: WaitParts,
  services: Services,
): Promise<GuestError> {
  const { log } = uncancelled(services);
  const evidence = await parts.providers.diagnostics(domain, parts.paths.logs, { log }).catch((second: unknown) => {
    log.warning(`VM ${domain.name}: there is no evidence: ${messageOf(second)}`);
  });
  if (!evidence) return error;
  const { screenshot, serialLog } = evidence;
  const places = [
    'file' in serialLog ? `serial log: ${serialLog.file}` : undefined,
    'file' in screenshot ? `screenshot: ${screenshot.file}` : undefined,
  ].filter((place) => place !== undefined);
  if ('file' in serialLog) await logTail(domain.name, serialLog.file, log);
  const hint = places.length > 0 ? `See the ${places.join(', ')}.` : error.hint;
  return new GuestError(error.code, error.message, { ...(hint === undefined ? {} : { hint }), cause: error });
}

async function logTail(name: string, file: string, log: Services['log']): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => messageOf(error));
  for (const line of text.trimEnd().split('\n').slice(-TAIL_LINES)) log.info(`${name} console | ${printable(line)}`);
}
