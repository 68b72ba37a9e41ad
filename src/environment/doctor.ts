import type { HostCheck } from '../host/checks.ts';
import { detectFamily } from '../host/distribution.ts';
import { LagoError, messageOf, throwIfCancelled } from '../host/errors.ts';
import { checkPrograms, findProgram, type ProgramNeed } from '../host/programs.ts';
import { reapEnvironments } from './destroy.ts';
import { checkDirectories } from './doctor-directories.ts';
import { checkFirewall } from './doctor-forwarding.ts';
import { checkGuestfs } from './doctor-guestfs.ts';
import { checkKernel } from './doctor-kernel.ts';
import { repair, rootRunner } from './doctor-repair.ts';
import { checkEnvironments, checkSubnets, natBridges } from './doctor-state.ts';
import type { Resolved } from './host-services.ts';
import type { CommonOptions } from './options.ts';
import { resolveWithPlugins } from './plugins/equip.ts';

/** What the doctor looks at: libvirt and the directories as for every other call. */
export interface DoctorOptions extends CommonOptions {
  /**
   * Mends what can be mended safely, as root or by `sudo`: removes environments that nobody owns, starts libvirt, loads
   * KVM's module, lets QEMU into directories. Installs nothing. False by default.
   */
  readonly fix?: boolean;
}

/** Mending one thing may bring up the next: a directory below the one that was opened, say. */
const ROUNDS = 5;

/** One thing that was checked on this host. */
export type DoctorCheck = HostCheck;

/** Programs that we use whatever runs the machines. */
const PROGRAMS: readonly ProgramNeed[] = [
  { names: ['qemu-img'], purpose: 'to make disk images', required: true },
  { names: ['flock'], purpose: 'to keep calls that run at the same time apart', required: true },
  {
    names: ['xz'],
    purpose: 'to unpack images that are compressed with it, and for `export --compress`',
    required: false,
  },
  { names: ['zstd'], purpose: 'for `export --compression zstd`', required: false },
  { names: ['setfacl'], purpose: 'to let QEMU into directories of yours', required: false },
  {
    names: ['xorriso', 'genisoimage', 'mkisofs'],
    purpose: 'to prepare guests by cloud-init',
    required: false,
  },
  { names: ['virt-sysprep'], purpose: 'to prepare guests whose template says nothing about how', required: false },
  { names: ['guestfish'], purpose: 'to collect from machines that are down', required: false },
  { names: ['virt-customize'], purpose: 'for `virt-customize` in `build` of disks', required: false },
];

/** Checks whether environments can run on this host, and says how to mend what is not right; mends it with `fix`. */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorCheck[]> {
  const resolved = await resolveWithPlugins(options);
  if (!options.fix) return examine(resolved);
  await reapEnvironments(resolved.services);
  for (let round = 1; ; round += 1) {
    const checks = await examine(resolved);
    const mended = round <= ROUNDS && (await repair(checks, resolved.services, rootRunner(resolved.services))) > 0;
    if (!mended) return checks;
  }
}

async function examine(resolved: Resolved): Promise<DoctorCheck[]> {
  const { log, signal } = resolved.services;
  const providers = resolved.services.providers(resolved);
  const all = providers.known(providers.names);
  const access = { imageAccess: (directory: string) => providers.imageAccess(providers.names, directory) };
  const family = detectFamily();
  const findings = await Promise.all([
    checkPrograms(
      [...all.flatMap((provider) => provider.programs?.() ?? []), ...PROGRAMS],
      (name) => findProgram(name, resolved.env),
      family,
    ),
    ...all.map((provider) => finding(provider.name, resolved, async () => provider.checkHost?.({ log, signal }) ?? [])),
    finding('directories', resolved, () => checkDirectories(resolved, access)),
    finding('kernel', resolved, () => checkNetworking(resolved)),
    finding('libguestfs', resolved, () =>
      checkGuestfs({ env: resolved.env, find: (name) => findProgram(name, resolved.env) }),
    ),
    finding('subnets', resolved, () => checkSubnets(resolved.services)),
    finding('environments', resolved, () => checkEnvironments(resolved.services)),
  ]);
  throwIfCancelled(signal, 'the check of this host');
  return findings.flat();
}

/** What this host does to machines, once it is known which of their networks should lead out. */
async function checkNetworking({ services }: Resolved): Promise<HostCheck[]> {
  const bridges = await natBridges(services);
  return [...checkKernel(bridges), ...(await checkFirewall(bridges, services))];
}

/** A check that fails is a finding too: the others must still be made. */
async function finding(
  name: string,
  { services }: Resolved,
  check: () => Promise<readonly HostCheck[]>,
): Promise<readonly HostCheck[]> {
  try {
    return await check();
  } catch (error) {
    throwIfCancelled(services.signal, 'the check of this host');
    const hint = error instanceof LagoError ? error.hint : undefined;
    return [{ name, status: 'error', detail: messageOf(error), ...(hint === undefined ? {} : { fix: hint }) }];
  }
}
