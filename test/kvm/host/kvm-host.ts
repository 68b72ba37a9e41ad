import { spawn } from 'node:child_process';
import { appendFile, mkdir, open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuestError, hasErrorCode } from '../../../src/host/errors.ts';
import { run } from '../../../src/host/exec.ts';
import { type HostFiles, hostFiles } from './layout.ts';
import { makePayload, type PayloadEntries } from './payload.ts';
import { qemuArguments } from './qemu.ts';
import { HostSsh } from './ssh.ts';

/** Milliseconds from power-on to a settled system; 15 s on an idle machine, minutes on a busy one. */
const BOOT_DEADLINE_MS = 900_000;
const POLL_MS = 300;
/** Seconds without an answer after which a host that has been up counts as hung. */
const HUNG_AFTER_S = 90;
const CONSOLE_TAIL_LINES = 30;

/**
 * The emulated KVM host: a Debian with systemd, system libvirt and a working /dev/kvm.
 *
 * All its state is in files, so each test file attaches to the one that the global set-up has booted. QEMU belongs to
 * the testbed's process namespace and ends with it, whatever happens to the tests.
 */
export class KvmHost {
  readonly ssh: HostSsh;
  readonly #files: HostFiles;

  private constructor(files: HostFiles) {
    this.#files = files;
    this.ssh = new HostSsh(files);
  }

  /**
   * Prepares a host with an empty overlay and a payload disk, switched off.
   *
   * @param dir directory for all its files; emptied first
   * @param image directory of the cached image
   */
  static async create(dir: string, image: string, payload: PayloadEntries): Promise<KvmHost> {
    const files = hostFiles(dir, image);
    await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true });
    await makePayload(files, payload);
    const backing = ['-b', `${image}/root.qcow2`, '-F', 'qcow2'];
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', ...backing, files.overlay]);
    return new KvmHost(files);
  }

  /** Takes hold of a host that another process has created. */
  static attach(dir: string, image: string): KvmHost {
    return new KvmHost(hostFiles(dir, image));
  }

  /**
   * Switches the host on and waits until its boot is over: SSH answers and systemd has started everything.
   *
   * @returns milliseconds that took
   * @throws {GuestError} `KVM_HOST_BOOT` with the console's last lines when QEMU ends, a unit fails or time runs out
   */
  async boot(): Promise<number> {
    const started = performance.now();
    await this.#startQemu();
    const deadline = started + BOOT_DEADLINE_MS;
    // On a busy machine the first answer takes longer than on an idle one: a tenth of the time waited so far.
    const patience = () => Math.max(2, Math.round((performance.now() - started) / 10_000));
    while (!(await this.ssh.answers(patience()))) {
      if ((await this.#qemuPid()) === undefined) throw await this.#bootFailure('QEMU ended');
      if (performance.now() > deadline) throw await this.#bootFailure(`no SSH within ${BOOT_DEADLINE_MS / 1000} s`);
      await sleep(POLL_MS);
    }
    await this.#settle(Math.max(1, Math.ceil(deadline - performance.now())));
    return performance.now() - started;
  }

  /** What happens when somebody pulls the plug: QEMU is gone at once. Switch the same disk on again with {@link boot}. */
  async powerCut(): Promise<void> {
    const pid = await this.#qemuPid();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    while ((await this.#qemuPid()) !== undefined) await sleep(20);
    await this.ssh.disconnect();
    await rm(this.#files.pid, { force: true });
  }

  /**
   * Whether the host answers. One that does not has hung: the emulator does that to a host under load, rarely. That is
   * noted with the end of its console, for the end of the run to tell.
   */
  async isAlive(): Promise<boolean> {
    if (await this.ssh.answers(HUNG_AFTER_S, HUNG_AFTER_S * 1000)) return true;
    const console = await lastLines(this.#files.console);
    const report = `the KVM host does not answer any more; its console ended with:\n${console}\n`;
    process.stderr.write(`test:kvm: ${report}`);
    await appendFile(this.#files.hung, report);
    return false;
  }

  /** Switches a host that has hung off and on again. Its disk stays. */
  async revive(): Promise<void> {
    if (await this.isAlive()) return;
    await this.powerCut();
    await this.boot();
  }

  /** Switches the host off for good and removes its disks. The console's log stays. */
  async discard(): Promise<void> {
    await this.powerCut();
    for (const path of [this.#files.overlay, this.#files.payload]) await rm(path, { force: true });
  }

  async #startQemu(): Promise<void> {
    const log = await open(this.#files.qemuLog, 'a');
    try {
      const stdio = ['ignore', log.fd, log.fd] as const;
      const child = spawn('qemu-system-x86_64', qemuArguments(this.#files), { detached: true, stdio: [...stdio] });
      await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
      child.unref();
    } finally {
      await log.close();
    }
    // QEMU writes its id after it has opened its disks.
    const deadline = performance.now() + 30_000;
    while ((await this.#qemuPid()) === undefined) {
      if (performance.now() > deadline) throw await this.#bootFailure('QEMU did not start');
      await sleep(50);
    }
  }

  /** Id of the running QEMU, undefined when there is none. A zombie counts as gone. */
  async #qemuPid(): Promise<number | undefined> {
    try {
      const pid = Number.parseInt(await readFile(this.#files.pid, 'utf8'), 10);
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      return stat.includes(') Z ') ? undefined : pid;
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ESRCH')) return undefined;
      throw error;
    }
  }

  async #settle(timeout: number): Promise<void> {
    const { stdout } = await this.ssh.try('root', ['systemctl', 'is-system-running', '--wait'], { timeout });
    if (stdout.trim() === 'running') return;
    const failed = await this.ssh.try('root', ['systemctl', '--failed', '--no-legend', '--plain']);
    throw await this.#bootFailure(`systemd says ${stdout.trim()}: ${failed.stdout.trim()}`);
  }

  async #bootFailure(reason: string): Promise<GuestError> {
    const console = await lastLines(this.#files.console);
    const qemu = await lastLines(this.#files.qemuLog);
    return new GuestError('KVM_HOST_BOOT', `the KVM host did not boot: ${reason}\n${qemu}\n${console}`);
  }
}

async function lastLines(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-CONSOLE_TAIL_LINES).join('\n');
}
