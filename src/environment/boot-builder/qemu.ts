import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasErrorCode, ToolError, throwIfCancelled } from '../../host/errors.ts';
import { toolMissing } from '../../host/exec.ts';
import type { Logger } from '../../host/log.ts';
import { type BuildMachine, qemuArgs } from './machine.ts';
import { Qmp } from './qmp.ts';

/** What running a machine needs. */
export interface QemuContext {
  readonly log: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** End of QEMU's error output that goes into messages. */
const TAIL = 2000;
/** The line of the forwarded port in what QEMU tells about its network. */
const FORWARD = /TCP\[HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)/;

/**
 * A running QEMU. It is a child of this process that the kernel kills with it, whatever ends it; it also ends when the
 * context's signal fires.
 */
export class Qemu implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #qmp: Qmp;
  readonly #ended: Promise<void>;
  readonly #context: QemuContext;
  #errors = '';
  #end: string | undefined;
  #port = 0;

  private constructor(machine: BuildMachine, context: QemuContext) {
    this.#context = context;
    const args = qemuArgs(machine);
    context.log.debug(`run: ${[machine.emulator, ...args].join(' ')}`);
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', machine.emulator, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: '/',
    });
    this.#child = child;
    this.#qmp = new Qmp(child.stdin, child.stdout);
    child.stderr.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-TAIL);
    });
    this.#ended = new Promise((resolve) => {
      const done = (why: string) => {
        this.#end ??= why;
        this.#qmp.end(this.ending ?? why);
        resolve();
      };
      child.once('error', (error) => done(hasErrorCode(error, 'ENOENT') ? 'setpriv is missing' : error.message));
      child.once('close', (code, signal) => done(signal === null ? `exit code ${code}` : `${signal}`));
    });
    const kill = () => child.kill('SIGKILL');
    context.signal?.addEventListener('abort', kill, { once: true });
    void this.#ended.then(() => context.signal?.removeEventListener('abort', kill));
  }

  /**
   * Starts a machine.
   *
   * @throws {ToolError} `QEMU_FAILED` with what QEMU says; {@link HostError} `TOOL_MISSING`; {@link CancelledError}
   */
  static async start(machine: BuildMachine, context: QemuContext): Promise<Qemu> {
    throwIfCancelled(context.signal, 'the build');
    const qemu = new Qemu(machine, context);
    try {
      await qemu.#qmp.execute('qmp_capabilities');
      qemu.#port = await qemu.#findPort();
      return qemu;
    } catch (error) {
      await qemu.kill();
      throwIfCancelled(context.signal, 'the build');
      if (qemu.#end === 'setpriv is missing') throw toolMissing('setpriv', error);
      if (qemu.#errors === '') throw error;
      throw new ToolError('QEMU_FAILED', `${machine.emulator} did not start: ${qemu.#errors.trim()}`, { cause: error });
    }
  }

  /** Port of 127.0.0.1 that leads to the guest's SSH server. */
  get port(): number {
    return this.#port;
  }

  /** How QEMU ended, with what it said; undefined while it runs. */
  get ending(): string | undefined {
    if (this.#end === undefined) return undefined;
    return [this.#end, this.#errors.trim()].filter((part) => part !== '').join(': ');
  }

  /** Waits until QEMU has ended, at most so many milliseconds. False when it runs on. */
  async ended(milliseconds: number): Promise<boolean> {
    const stop = new AbortController();
    try {
      const limit = sleep(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
      await Promise.race([this.#ended, limit]);
      throwIfCancelled(this.#context.signal, 'the build');
      return this.#end !== undefined;
    } finally {
      stop.abort();
    }
  }

  /** Presses the power button. */
  async pressPower(): Promise<void> {
    if (this.#end === undefined) await this.#qmp.execute('system_powerdown').catch(() => undefined);
  }

  /** Ends QEMU as a power cut would, after what it holds of the image is written. */
  async quit(): Promise<void> {
    if (this.#end === undefined) await this.#qmp.execute('quit').catch(() => undefined);
    await this.#ended;
  }

  /** Ends it at once; fine when it has ended. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Ends it at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #findPort(): Promise<number> {
    const answer = await this.#qmp.execute('human-monitor-command', { 'command-line': 'info usernet' });
    const port = Number(FORWARD.exec(String(answer))?.[1] ?? 0);
    if (port > 0) return port;
    throw new ToolError('QEMU_FAILED', `QEMU does not tell the port that leads to the guest: ${String(answer)}`);
  }
}
