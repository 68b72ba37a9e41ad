import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assertAllowedPath } from '../../disks/allowed.ts';
import type { BuildRun, Json, LayerBuilder, LayerStep, StepContext } from '../../disks/layers/types.ts';
import { watchRoom } from '../../disks/watch-room.ts';
import { InternalError, UserError } from '../../host/errors.ts';
import { toolMissing } from '../../host/exec.ts';
import { removeTree } from '../../host/files.ts';
import type { Logger } from '../../host/log.ts';
import { endProcess, processesMentioning, processIdentity } from '../../host/process.ts';
import { findProgram } from '../../host/programs.ts';
import { checkImage } from '../../host/qemu-img.ts';
import { machineOf } from '../../providers/machine.ts';
import { makeAccess, wayInto } from './access.ts';
import { bootAndBuild, type PlacedItem } from './boot.ts';
import { findEmulator } from './emulator.ts';
import { firmwareKind, prepareFirmware } from './firmware.ts';
import { itemIdentity } from './identity.ts';
import { type BootItem, bootItem, describeItem } from './item.ts';
import type { BuildMachine } from './machine.ts';
import { isSecretName } from './secret-name.ts';
import { keepSerialLog } from './serial-log.ts';

/** Another number when the same steps give another result than before. */
const VERSION = 1;
/** MiB that a machine gets that builds, if its domain has more and the item does not say. */
const ENOUGH_MEMORY = 2048;
/** How much longer an emulated guest takes to boot. */
const EMULATION_FACTOR = 4;

/**
 * The builder `boot`: boots the disk once, without libvirt, does things in it over SSH, and leaves it as it was apart from
 * them.
 *
 * @param logsDir where the serial logs of builds that failed are kept, the last one of each disk.
 */
export function bootBuilder(logsDir: string): LayerBuilder {
  return {
    names: ['boot'],
    version: VERSION,
    check: checkStep,
    identity: async (step, context): Promise<Json> =>
      itemIdentity(bootItem(step, context.cwd), wayInto(context.disk) ?? '', context),
    describe: (step) => describeItem(bootItem(step, '/')),
    isSecret: (step) => Object.keys(bootItem(step, '/').env).some(isSecretName),
    run: (steps, run) => runSteps(steps, run, logsDir),
  };
}

async function checkStep(step: LayerStep, context: StepContext): Promise<void> {
  const { domain, disk, roots, cwd } = context;
  if (wayInto(disk) === undefined) throw noWayIn(domain.name, disk.name);
  const item = bootItem(step, cwd);
  const what = `the build of disk ${disk.name} of VM ${domain.name}`;
  const playbook = item.playbook === undefined ? [] : [item.playbook];
  const files = [...item.copy.map(({ from }) => from), ...item.scripts, ...item.inputs, ...playbook];
  for (const file of files) await assertAllowedPath(file, roots, what);
  if (item.playbook === undefined) return;
  // Tasks of a playbook may run on the host.
  if (!roots.includes('/')) {
    throw new UserError('BUILD_OPTION_REFUSED', `VM ${domain.name}: \`playbook\` cannot be used in \`build\``, {
      hint: 'A playbook can run commands on the host: allow it with `allow-host-paths: /` if you trust the init file.',
    });
  }
  if (findProgram('ansible-playbook', process.env) === undefined) throw toolMissing('ansible-playbook', undefined);
}

function noWayIn(vm: string, disk: string): UserError {
  return new UserError('BUILD_NO_WAY_IN', `VM ${vm}: the guest on disk ${disk} cannot be entered for \`boot\``, {
    hint: 'Its metadata must say `provision: smbios` or `provision: cloud-init`; use `virt-customize` otherwise.',
  });
}

async function runSteps(steps: readonly LayerStep[], run: BuildRun, logsDir: string): Promise<void> {
  const { domain, disk, file, log } = run;
  const directory = `${file}.boot`;
  const kept = join(logsDir, `${domain.name}_${disk.name}.log`);
  await endAbandoned(file);
  await using room = watchRoom(file, run.signal);
  try {
    for (const items of boots(steps, run)) {
      await removeTree(directory);
      await mkdir(directory, { mode: 0o700 });
      items[0]?.begin?.();
      await bootOnce(items, directory, { ...run, signal: room.signal });
    }
    await removeTree(kept);
  } catch (error) {
    const reason = room.full ?? error;
    await keepSerialLog(reason, serialLogIn(directory), kept, log);
    throw reason;
  } finally {
    await removeTree(directory);
  }
  await checkImage(file, run);
}

function serialLogIn(directory: string): string {
  return join(directory, 'serial.log');
}

/** The items of each boot: as many as there are, but those without a network have none with others. */
function boots(steps: readonly LayerStep[], { cwd, reached }: BuildRun): PlacedItem[][] {
  const groups: PlacedItem[][] = [];
  for (const step of steps) {
    const placed = { place: placeOf(step), item: bootItem(step, cwd), begin: () => reached?.(step) };
    const last = groups.at(-1);
    if (last?.[0]?.item.network === placed.item.network) last.push(placed);
    else groups.push([placed]);
  }
  return groups;
}

async function bootOnce(items: readonly PlacedItem[], directory: string, run: BuildRun): Promise<void> {
  const { domain, disk, signal } = run;
  const { log } = run;
  const way = wayInto(disk);
  if (way === undefined) throw noWayIn(domain.name, disk.name);
  if (log === undefined) throw new InternalError('a build needs a log');
  for (const { item } of items) maskSecrets(item, log);
  const { key, ...handed } = await makeAccess(way, domain, directory, { log, ...(signal ? { signal } : {}) });
  const machine = {
    ...(await machineFor(
      run,
      directory,
      items.map(({ item }) => item),
    )),
    ...handed,
  };
  const bootTimeout = domain.bootTimeout * (machine.acceleration === 'kvm' ? 1 : EMULATION_FACTOR);
  await bootAndBuild({ vm: domain.name, machine, key, items, directory, bootTimeout, log, signal });
}

async function machineFor(run: BuildRun, directory: string, items: readonly BootItem[]): Promise<BuildMachine> {
  const { domain, disk, arch, file } = run;
  const machine = machineOf(domain, arch);
  const { emulator, isNative } = findEmulator(arch, run.env);
  const kind = firmwareKind(domain, arch);
  const variables = join(directory, 'variables.fd');
  const firmware = kind === undefined ? undefined : await prepareFirmware(kind, { arch, machine }, variables);
  return {
    name: `lago-build-${domain.name}`,
    emulator,
    arch,
    acceleration: isNative ? run.acceleration : 'tcg',
    machine,
    ...(firmware === undefined ? {} : { firmware }),
    memory: most(items.map(({ memory }) => memory)) ?? Math.min(domain.memory, ENOUGH_MEMORY),
    vcpus: most(items.map(({ vcpus }) => vcpus)) ?? domain.vcpu,
    disk: file,
    bus: disk.bus,
    oemStrings: [],
    serialLog: serialLogIn(directory),
    network: items.every(({ network }) => network),
  };
}

function most(values: readonly (number | undefined)[]): number | undefined {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : Math.max(...given);
}

function placeOf({ entry }: LayerStep): string {
  return entry === undefined ? 'a step' : `entry ${entry}`;
}

function maskSecrets({ env }: BootItem, log: Logger): void {
  for (const [name, value] of Object.entries(env)) if (isSecretName(name)) log.mask(value);
}

/** A process that was killed between starting QEMU and tying it to itself leaves it behind. */
async function endAbandoned(file: string): Promise<void> {
  for (const pid of processesMentioning(`"filename":${JSON.stringify(file)}`)) {
    const identity = processIdentity(pid);
    if (identity) await endProcess(identity);
  }
}
