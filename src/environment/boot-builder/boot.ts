import { GuestConnection } from '../../guest/connection.ts';
import type { OpenSshKeyPair } from '../../guest/openssh-key.ts';
import { waitForSsh } from '../../guest/wait.ts';
import { GuestError, LagoError, throwIfCancelled } from '../../host/errors.ts';
import type { Logger } from '../../host/log.ts';
import { askToPowerOff, cleanGuest, noteHostKeys } from './clean.ts';
import type { BootItem } from './item.ts';
import type { BuildMachine } from './machine.ts';
import { playbookAction } from './playbook.ts';
import { Qemu } from './qemu.ts';
import { actionsOf, Output, stepFailed } from './steps.ts';

/** An item, and where it stands in the init file. */
export interface PlacedItem {
  /** For messages: `entry 2`. */
  readonly place: string;
  readonly item: BootItem;
  /** Is called before it is begun. */
  begin?(): void;
}

/** One boot of a disk, with all that is done in it. */
export interface Boot {
  /** Name of the VM, for messages. */
  readonly vm: string;
  readonly machine: BuildMachine;
  readonly key: OpenSshKeyPair;
  readonly items: readonly PlacedItem[];
  /** Scratch directory, for this boot only. */
  readonly directory: string;
  /** Seconds that the guest gets until SSH answers. */
  readonly bootTimeout: number;
  readonly log: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds that a guest gets to power itself off, and after its power button was pressed. */
const POWER_OFF = 120_000;
const BUTTON = 60_000;
/** Milliseconds that a machine may take to end after its SSH server. */
const GOING_DOWN = 15_000;

/**
 * Boots a disk, does what the items say, removes what belongs to this boot alone, and powers off. The machine is gone when
 * this ends, in whatever way.
 *
 * @throws {GuestError} `BUILD_STEP_FAILED`, `SSH_TIMEOUT`, `GUEST_DOWN`; {@link ToolError} `QEMU_FAILED`; {@link CancelledError}
 */
export async function bootAndBuild(boot: Boot): Promise<void> {
  const { vm, machine, key, log, signal } = boot;
  await using qemu = await Qemu.start(machine, { log, signal });
  const target = { name: vm, host: '127.0.0.1', port: qemu.port, user: 'root', privateKey: key.privateKey };
  await using connection = new GuestConnection(target, { log });
  await waitForSsh(connection, {
    timeout: boot.bootTimeout * 1000,
    signal,
    alive: async () => qemu.ending ?? true,
  });
  const hostKeys = await noteHostKeys(connection, signal);
  await runItems(boot, qemu, connection);
  await log.task('Clean up', () => cleanGuest(connection, hostKeys, signal));
  await powerOff(qemu, connection, boot);
}

async function runItems(boot: Boot, qemu: Qemu, connection: GuestConnection): Promise<void> {
  const { vm, key, directory, log, signal } = boot;
  const access = { privateKey: key.privateKey, port: qemu.port, directory, vm };
  const output = new Output(log, vm);
  for (const { place, item, begin } of boot.items) {
    begin?.();
    const deadline = performance.now() + item.timeout * 1000;
    for (const { title, run } of [...actionsOf(item), ...playbookAction(item, access)]) {
      log.info(`${vm}: ${title}`);
      output.reset();
      const timeout = Math.max(Math.round(deadline - performance.now()), 1);
      try {
        await run({ connection, signal, timeout, output });
      } catch (error) {
        throwIfCancelled(signal, 'the build');
        throw stepFailed(vm, place, title, await withEnding(withLimit(error, item), qemu), output);
      }
    }
  }
}

/** The limit that the item says, not what earlier steps have left of it. */
function withLimit(error: unknown, { timeout }: BootItem): unknown {
  if (!(error instanceof LagoError) || !['COMMAND_TIMEOUT', 'TOOL_TIMEOUT'].includes(error.code)) return error;
  return new GuestError('COMMAND_TIMEOUT', `the item did not end within ${timeout} s`, { cause: error });
}

/** A machine that goes down explains more than the connection that it takes with it, which is gone before. */
export async function withEnding(error: unknown, qemu: Pick<Qemu, 'ended' | 'ending'>): Promise<unknown> {
  if (error instanceof GuestError && error.code === 'SSH_LOST') await qemu.ended(GOING_DOWN);
  const { ending } = qemu;
  return ending === undefined ? error : new GuestError('GUEST_DOWN', `the machine went down (${ending})`);
}

/** What was written has been brought to the disk before, so that even a guest that does not power off loses nothing. */
async function powerOff(qemu: Qemu, connection: GuestConnection, { vm, log, signal }: Boot): Promise<void> {
  await askToPowerOff(connection, signal);
  if (await qemu.ended(POWER_OFF)) return;
  await qemu.pressPower();
  if (await qemu.ended(BUTTON)) return;
  log.warning(`${vm}: the machine did not power off, and was ended`);
  await qemu.quit();
}
